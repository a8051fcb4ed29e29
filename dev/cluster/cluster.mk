# The verbs of the local cluster; the Makefile at the root includes this file. CLUSTER=current uses your own context.
CLUSTER ?= local
CLUSTER_ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))../..)
CLUSTER_RUN = cd $(CLUSTER_ROOT) && CLUSTER=$(CLUSTER) python3 -B -m dev.cluster

##@ A local cluster
.PHONY: cluster cluster-down cluster-status cluster-tools cluster-import cluster-argo-server kubeconfig tools-path

cluster: ## A real Kubernetes with Argo Workflows on this machine (builds its programs the first time)
	@$(CLUSTER_RUN) up

cluster-down: ## Remove that cluster completely
	@$(CLUSTER_RUN) down

cluster-status: ## Say whether it is healthy
	@$(CLUSTER_RUN) status

cluster-tools: ## Only build its programs (kubectl and helm among them)
	@$(CLUSTER_RUN) tools

cluster-argo-server: ## Also run the Argo Server in it (optional)
	@$(CLUSTER_RUN) argo-server

cluster-import: ## Load an OCI or docker archive: ARCHIVE=x.tar
	@$(CLUSTER_RUN) import "$(abspath $(ARCHIVE))"

kubeconfig: ## Print the path of its kubeconfig (make -s)
	@$(CLUSTER_RUN) kubeconfig

tools-path: ## Print the folder of kubectl and helm (make -s)
	@$(CLUSTER_RUN) tools-path

# The verb of `images/`: container images, from sources to where they run.
#   make images                          what changed, into the local cluster
#   make images ONLY="proxy transcribe"  just these
#   make images REGISTRY=host/path PUSH=1 [TAG=v1]
#   make images REGISTRY=host/path PUSH=1 SIGN=cosign.key, then make verify-images KEY=cosign.pub
#   make images ACCELERATOR=cuda BASE=python:3.11-slim-bookworm
#   make images ARCHIVE=all.tar CLUSTER=current && kind load image-archive all.tar

##@ Images
images: setup models ## Build the images that changed and bring them to the cluster (ONLY= REGISTRY= PUSH=1 SIGN=key TAG= BASE= ACCELERATOR= ARCHIVE=)
	@$(RUN) python -m dev.images build $(ONLY) $(if $(BASE),--base $(BASE)) $(if $(ACCELERATOR),--accelerator $(ACCELERATOR)) \
	  $(if $(PUSH),--registry $(or $(REGISTRY),$(error PUSH=1 needs REGISTRY=host/path)) $(if $(TAG),--tag $(TAG)) $(if $(PLAIN_HTTP),--plain-http)) $(if $(SIGN),--sign "$(SIGN)") \
	  $(if $(ARCHIVE),--archive $(ARCHIVE))

verify-images: setup ## Check that the images that were pushed last are signed (KEY=public key, ONLY= PLAIN_HTTP=1)
	@$(RUN) python -m dev.images verify $(ONLY) --key "$(KEY)" $(if $(PLAIN_HTTP),--plain-http)

image-sizes: setup models ## How large each image is, as a table (ONLY=)
	@$(RUN) python -m dev.images sizes $(ONLY)

sbom: setup ## A bill of materials (CycloneDX) of each image (ONLY= ACCELERATOR=)
	@$(RUN) python -m dev.sbom write $(ONLY) $(if $(ACCELERATOR),--accelerator $(ACCELERATOR))

scan: setup ## Known advisories about what images hold (DATABASE=folder or ZIP of osv.dev, ONLY= ACCELERATOR=)
	@$(RUN) python -m dev.sbom scan $(ONLY) --database "$(DATABASE)" $(if $(ACCELERATOR),--accelerator $(ACCELERATOR))

images-clean: setup ## Remove all built images from the cache
	@$(RUN) python -m dev.images clean

.PHONY: images verify-images image-sizes sbom scan images-clean

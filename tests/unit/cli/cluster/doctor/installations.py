"""Builders: an installation in which nothing is wrong, from which each test takes something away."""

import json
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from media_insights import __version__
from media_insights.api.crds import all_crds
from media_insights.api.v1alpha1.times import micro_time
from media_insights.compile.namespace import PREPARED
from media_insights.kube.resources import resource_of
from tests.unit.controller.fake_api import FakeApi

Manifest = dict[str, Any]
HOME = "media-insights"
LABELS = {"app.kubernetes.io/part-of": "media-insights", "app.kubernetes.io/version": __version__}
LEADER = "media-insights-controller-1"
ACCEPTED = {"conditions": [{"type": "Accepted", "status": "True", "reason": "Valid"}]}


def labelled(name: str, component: str = "", namespace: str = HOME) -> Manifest:
    return {"name": name, "namespace": namespace, "labels": LABELS | {"app.kubernetes.io/component": component}}


def deployment(component: str, ready: int = 1) -> Manifest:
    name = f"media-insights-{component}"
    return {"metadata": labelled(name, component), "spec": {"replicas": 1}, "status": {"readyReplicas": ready}}


def pod(**status: Any) -> Manifest:
    container = {"ready": True, "restartCount": 0, "state": {}} | status
    return {"metadata": labelled(LEADER, "controller"), "status": {"containerStatuses": [container]}}


def argo(version: str = "v3.7.18", ready: int = 1) -> Manifest:
    meta = {"name": "workflow-controller", "namespace": "argo", "labels": {"app": "workflow-controller"}}
    containers = [{"image": f"quay.io/argoproj/workflow-controller:{version}"}]
    spec = {"template": {"spec": {"containers": containers}}}
    return {"metadata": meta, "spec": spec, "status": {"readyReplicas": ready}}


def definition(crd: Manifest) -> Manifest:
    status = {"conditions": [{"type": "Established", "status": "True"}], "storedVersions": ["v1alpha1"]}
    copy: Manifest = json.loads(json.dumps(crd))
    return copy | {"metadata": copy["metadata"] | {"labels": dict(LABELS)}, "status": status}


def execution(name: str, state: str, **status: Any) -> Manifest:
    return {"metadata": {"name": name, "namespace": "n"}, "spec": {}, "status": {"state": state} | status}


def asset(reason: str, message: str = "", name: str = "film", **meta: Any) -> Manifest:
    said = {"type": "Accepted", "status": "False", "reason": reason, "message": message}
    return {"metadata": {"name": name, "namespace": "n"} | meta, "spec": {}, "status": {"conditions": [said]}}


def batch(state: str, message: str = "", name: str = "archive", *, suspend: bool = False, **meta: Any) -> Manifest:
    status = {"state": state, "message": message} if state else {}
    spec = {"workflow": "reading", "suspend": suspend}
    return {"metadata": {"name": name, "namespace": "n"} | meta, "spec": spec, "status": status}


def source(state: str, message: str = "", name: str = "inbox", **meta: Any) -> Manifest:
    status = {"state": state, "message": message} if state else {}
    return {"metadata": {"name": name, "namespace": "n"} | meta, "spec": {}, "status": status}


def healthy() -> FakeApi:
    """A cluster with an installation whose every check ends well."""
    cluster = FakeApi()
    for crd in all_crds().values():
        cluster.put("customresourcedefinitions", definition(crd))
    cluster.put("customresourcedefinitions", {"metadata": {"name": "workflows.argoproj.io"}})
    cluster.put("deployments", argo())
    cluster.put("deployments", deployment("controller"))
    cluster.put("pods", pod())
    lease = {"holderIdentity": LEADER, "renewTime": micro_time(datetime.now(UTC))}
    cluster.put("leases", {"metadata": {"name": "media-insights-controller", "namespace": HOME}, "spec": lease})
    for ending in ("controller", "bounds"):
        name = f"media-insights-media-insights-{ending}"
        cluster.put("validatingadmissionpolicies", {"metadata": {"name": name, "labels": dict(LABELS)}})
        bound = {"policyName": name, "validationActions": ["Deny"]}
        meta = {"name": name, "labels": dict(LABELS)}
        cluster.put("validatingadmissionpolicybindings", {"metadata": meta, "spec": bound})
    tenant(cluster)
    cluster.put("configmaps", {"metadata": labelled("media-insights-limits"), "data": {}})
    files = {"mediaoperators.proxy.yaml": "", "mediaworkflows.full-analysis.yaml": ""}
    cluster.put("configmaps", {"metadata": labelled("media-insights-catalogue"), "data": files})
    cluster.put("mediaoperators", {"metadata": {"name": "proxy"}, "spec": {}, "status": dict(ACCEPTED)})
    workflow = {"metadata": {"name": "full-analysis", "namespace": HOME}, "spec": {}, "status": dict(ACCEPTED)}
    cluster.put("mediaworkflows", workflow)
    measure(cluster)
    return cluster


def tenant(cluster: FakeApi) -> None:
    """The namespace n, enabled and prepared."""
    cluster.put("namespaces", {"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}}})
    for kind, name in PREPARED:
        if kind not in ("Secret", "ConfigMap"):
            marks = {"app.kubernetes.io/managed-by": "media-insights"}
            cluster.put(resource_of(kind).plural, {"metadata": {"name": name, "namespace": "n", "labels": marks}})


def measure(cluster: FakeApi, *, leader: int = 1, store: int = 1) -> None:
    """Let the controller's pod answer with its metrics."""
    text = (
        f"# TYPE media_insights_leader gauge\nmedia_insights_leader {leader}\nmedia_insights_store_reachable {store}\n"
    )

    def answer(request: web.Request) -> web.Response | None:
        return web.Response(text=text) if request.path.endswith("/proxy/metrics") else None

    cluster.fault = answer

"""Checks of what the installation stands on: kinds, admission policies, Argo Workflows."""

import re
from collections.abc import Iterator

from media_insights.api.crds import crd_of
from media_insights.api.v1alpha1 import KINDS, VERSION
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.doctor.cluster_facts import (
    ClusterFacts,
    condition_named,
    labels_of,
    title_of,
)
from media_insights.cli.cluster.doctor.diagnoses import Diagnosis, Level
from media_insights.domain.wording import both
from media_insights.kube.resources import OURS, RUNS

OLDEST_ARGO = (3, 6)
"""The oldest minor version of Argo Workflows that is supported."""
UPGRADE = "helm upgrade the release with crds.install: true"
_SHOWN = 5
_VERSION = re.compile(r"v?(\d+)\.(\d+)(\.\d+)?")


def kinds(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that our kinds are defined, and as this version defines them."""
    if facts.kinds.obstacle:
        served = all(each.is_served for each in (facts.assets, facts.executions, facts.workflows, facts.operators))
        if not served:
            yield Diagnosis("kinds", Level.WRONG, facts.kinds.obstacle, UPGRADE)
        else:
            yield Diagnosis("kinds", Level.UNKNOWN, facts.kinds.obstacle)
        return
    missing = [each.definition for each in OURS if facts.kinds.named(each.definition) is None]
    if missing:
        yield Diagnosis("kinds", Level.WRONG, f"not defined: {both(missing)}", UPGRADE)
    found = [problem for kind in KINDS for problem in _of_kind(facts, crd_of(kind))]
    yield from found
    if not missing and not found:
        yield Diagnosis("kinds", Level.OK, f"our kinds are defined as version {facts.version} defines them")


def _of_kind(facts: ClusterFacts, wanted: Manifest) -> Iterator[Diagnosis]:
    name = wanted["metadata"]["name"]
    defined = facts.kinds.named(name)
    if defined is None:
        return
    established = condition_named(defined, "Established")
    if established.get("status") != "True":
        why = established.get("message") or "it is not established"
        yield Diagnosis("kinds", Level.WRONG, f"{name} is not served: {why}", f"kubectl describe crd {name}")
    theirs, ours = _fields_of(defined), _fields_of(wanted)
    release = labels_of(defined).get("app.kubernetes.io/version", "unknown")
    if lost := sorted(ours - theirs):
        message = f"{name} is of version {release} and does not know {_some(lost)}: what is written there is dropped"
        yield Diagnosis("kinds", Level.WRONG, message, UPGRADE)
    elif more := sorted(theirs - ours):
        message = f"{name} is of version {release}, this program of {facts.version}: it does not know {_some(more)}"
        yield Diagnosis("kinds", Level.WARNING, message, f"use kubectl media of version {release}")
    stored = (defined.get("status") or {}).get("storedVersions") or [VERSION]
    if others := sorted(set(stored) - {VERSION}):
        message = f"objects of {name} may be stored in {both(others)}, which this version does not read"
        yield Diagnosis("kinds", Level.WARNING, message, "rewrite them, then take the version out of storedVersions")


def _fields_of(definition: Manifest) -> set[str]:
    """Return the paths of all fields of our version, for instance ``spec.source.s3.bucket``."""
    versions = [each for each in definition["spec"]["versions"] if each["name"] == VERSION]
    if not versions:
        return set()
    schema = versions[0]["schema"]["openAPIV3Schema"]
    return set(_paths(schema, ""))


def _paths(schema: Manifest, where: str) -> Iterator[str]:
    for name, each in (schema.get("properties") or {}).items():
        path = f"{where}.{name}" if where else name
        yield path
        yield from _paths(each, path)
    if isinstance(schema.get("items"), dict):
        yield from _paths(schema["items"], f"{where}[]")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _paths(schema["additionalProperties"], f"{where}.*")


def policies(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that the admission policies exist, are understood, and deny."""
    seen = facts.policies
    if not seen.is_served:
        message = "this API server has no ValidatingAdmissionPolicy: nothing bounds what the controller may write"
        yield Diagnosis("policies", Level.WRONG, message, "use Kubernetes 1.30 or newer")
        return
    if obstacle := seen.obstacle or facts.bindings.obstacle:
        yield Diagnosis("policies", Level.UNKNOWN, obstacle)
        return
    problems = [*_missing_policies(facts), *(each for policy in seen.objects for each in _of_policy(facts, policy))]
    yield from problems
    if not problems:
        yield Diagnosis("policies", Level.OK, f"{len(seen.objects)} admission policies are in force")


def _missing_policies(facts: ClusterFacts) -> Iterator[Diagnosis]:
    for ending in ("controller", "bounds"):
        if not any(each["metadata"]["name"].endswith(f"-{ending}") for each in facts.policies.objects):
            message = f"the ValidatingAdmissionPolicy …-{ending} does not exist"
            yield Diagnosis("policies", Level.WRONG, message, "helm upgrade the release: it is part of the chart")


def _of_policy(facts: ClusterFacts, policy: Manifest) -> Iterator[Diagnosis]:
    name = policy["metadata"]["name"]
    bound = [each for each in facts.bindings.objects if (each.get("spec") or {}).get("policyName") == name]
    if not any("Deny" in (each["spec"].get("validationActions") or ()) for each in bound):
        message = f"the ValidatingAdmissionPolicy {name} is bound by nothing that denies: it has no effect"
        yield Diagnosis("policies", Level.WRONG, message, "helm upgrade the release: its binding is part of the chart")
    checking = (policy.get("status") or {}).get("typeChecking") or {}
    if warnings := checking.get("expressionWarnings"):
        message = f"the API server does not understand {len(warnings)} rules of the policy {name}"
        yield Diagnosis(
            "policies", Level.WARNING, message, f"kubectl get validatingadmissionpolicy {name} -o yaml shows them"
        )


def argo(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that Argo Workflows is there, supported and running."""
    install = "install Argo Workflows 3.6 or newer: https://argo-workflows.readthedocs.io"
    seen = facts.argo
    if not facts.kinds.obstacle and facts.kinds.named(RUNS.definition) is None:
        yield Diagnosis("argo", Level.WRONG, f"{RUNS.definition} is not defined: nothing can run", install)
        return
    if seen.obstacle:
        yield Diagnosis("argo", Level.UNKNOWN, seen.obstacle)
        return
    if not seen.objects:
        message = "no Deployment of Argo's controller carries the label app=workflow-controller of Argo's own manifests"
        yield Diagnosis("argo", Level.WARNING, message, "see whether Argo's controller runs")
    for each in seen.objects:
        yield _argo_deployment(each, install)


def _argo_deployment(deployment: Manifest, install: str) -> Diagnosis:
    name, text = title_of(deployment), _argo_version(deployment)
    version = tuple(map(int, text.split(".")[:2])) if text else ()
    if version and version < OLDEST_ARGO:
        return Diagnosis("argo", Level.WRONG, f"{name} is Argo Workflows {text}, which is not supported", install)
    if not (deployment.get("status") or {}).get("readyReplicas"):
        where = deployment["metadata"].get("namespace", "")
        message = f"{name} has no pod that is ready: no run makes progress"
        return Diagnosis("argo", Level.WRONG, message, f"kubectl describe pods --namespace {where}")
    if not version:
        return Diagnosis(
            "argo", Level.WARNING, f"{name} runs; its image names no version", "see that it is 3.6 or newer"
        )
    return Diagnosis("argo", Level.OK, f"{name} runs Argo Workflows {text}")


def _argo_version(deployment: Manifest) -> str:
    """Return the version in the tag of the controller's image, or else of its label; empty when neither says it."""
    containers = deployment["spec"].get("template", {}).get("spec", {}).get("containers") or [{}]
    tags = (str(each.get("image", "")).partition("@")[0].rpartition(":")[2] for each in containers)
    for text in (*tags, labels_of(deployment).get("app.kubernetes.io/version", "")):
        if match := _VERSION.match(text):
            return match[0].removeprefix("v")
    return ""


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown

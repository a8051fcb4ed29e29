"""``kubectl media doctor`` finds what is wrong, says what to do, and ends with a code that says so."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from typer.testing import CliRunner

from media_insights.cli.cluster.kubectl import app
from media_insights.cli.terminal.failures import Failure
from tests.unit.cli.cluster.doctor import installations as given
from tests.unit.cli.conftest import kubeconfig
from tests.unit.controller.fake_api import CUSTOM, FakeApi, refusal

Doctor = Callable[..., Any]
HOME = given.HOME
OLD = "2026-01-01T00:00:00Z"


@pytest.fixture
def cluster() -> FakeApi:
    return given.healthy()


@pytest.fixture
def doctor(cluster: FakeApi, tmp_path: Path) -> Iterator[Doctor]:
    with cluster.served() as server:
        config = tmp_path / "kubeconfig"
        config.write_text(json.dumps(kubeconfig(server)))

        def run(*words: str) -> Any:
            return CliRunner().invoke(app, ["doctor", *words, "--kubeconfig", str(config), "-n", "n"])

        yield run


def diagnoses(doctor: Doctor, *words: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(doctor("-o", "json", *words).stdout)["diagnoses"]
    return found


def test_a_sound_installation_has_nothing_to_do(doctor: Doctor) -> None:
    done = doctor("-o", "json")
    found = json.loads(done.stdout)
    assert found["installation"] == HOME
    assert {each["level"] for each in found["diagnoses"]} == {"ok"}, found
    checks = (
        "kinds policies argo controller leader store api namespaces catalogue workflows queue batches sources objects"
    )
    assert {each["check"] for each in found["diagnoses"]} == set(checks.split())
    assert done.exit_code == 0
    assert "full-analysis" not in doctor().stdout  # the table prints what is counted, not every object


def metadata(cluster: FakeApi, plural: str, name: str, namespace: str = "", **fields: Any) -> None:
    found = cluster.get(plural, name, namespace)
    cluster.put(plural, found | {"metadata": found["metadata"] | fields})


def without_field(cluster: FakeApi) -> None:
    crd = cluster.get("customresourcedefinitions", "mediaassets.mediainsights.dev", "")
    schema = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    schema["properties"]["spec"]["properties"].pop("source")


def with_field(cluster: FakeApi) -> None:
    crd = cluster.get("customresourcedefinitions", "mediaassets.mediainsights.dev", "")
    crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]["tomorrow"] = {}


def stored_as(cluster: FakeApi) -> None:
    crd = cluster.get("customresourcedefinitions", "mediaassets.mediainsights.dev", "")
    crd["status"]["storedVersions"] = ["v1alpha1", "v1beta1"]


def unestablished(cluster: FakeApi) -> None:
    crd = cluster.get("customresourcedefinitions", "mediaassets.mediainsights.dev", "")
    crd["status"]["conditions"] = [{"type": "Established", "status": "False", "message": "names conflict"}]


def unbound(cluster: FakeApi) -> None:
    cluster.remove("validatingadmissionpolicybindings", "media-insights-media-insights-bounds", "")


def auditing(cluster: FakeApi) -> None:
    binding = cluster.get("validatingadmissionpolicybindings", "media-insights-media-insights-controller", "")
    binding["spec"]["validationActions"] = ["Audit"]


def waiting_image(cluster: FakeApi) -> None:
    waiting = {"waiting": {"reason": "ImagePullBackOff", "message": "no such image"}}
    cluster.put("deployments", given.deployment("controller", ready=0))
    cluster.put("pods", given.pod(ready=False, state=waiting))


def unscheduled(cluster: FakeApi) -> None:
    message = 'persistentvolumeclaim "siglip" not found'
    pending = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}
    cluster.put("deployments", given.deployment("search", ready=0))
    metadata = given.labelled("media-insights-search-1", "search")
    cluster.put("pods", {"metadata": metadata, "status": {"phase": "Pending", "conditions": [pending]}})


def out_of_memory(cluster: FakeApi) -> None:
    cluster.put("pods", given.pod(restartCount=9, lastState={"terminated": {"reason": "OOMKilled"}}))


def scaled_down(cluster: FakeApi) -> None:
    cluster.put("deployments", given.deployment("controller") | {"spec": {"replicas": 0}})


def second_controller(cluster: FakeApi) -> None:
    another = given.deployment("controller")
    cluster.put("deployments", another | {"metadata": another["metadata"] | {"namespace": "other"}})


def lease(**spec: Any) -> Callable[[FakeApi], None]:
    def change(cluster: FakeApi) -> None:
        cluster.get("leases", "media-insights-controller", HOME)["spec"].update(spec)

    return change


def labelled_wrongly(cluster: FakeApi) -> None:
    cluster.put("namespaces", {"metadata": {"name": "news", "labels": {"mediainsights.dev/enabled": "True"}}})


def unprepared(cluster: FakeApi) -> None:
    cluster.remove("networkpolicies", "media-insights-operator", "n")


def closed(cluster: FakeApi) -> None:
    cluster.put("namespaces", {"metadata": {"name": "n"}})


def refused_operator(cluster: FakeApi) -> None:
    said = [{"type": "Accepted", "status": "False", "reason": "InvalidInputs", "message": "spec.inputs: none"}]
    cluster.get("mediaoperators", "proxy", "")["status"] = {"conditions": said}


def unread_operator(cluster: FakeApi) -> None:
    cluster.get("mediaoperators", "proxy", "")["status"] = {}


def workflow_of_nothing(cluster: FakeApi) -> None:
    said = [{"type": "Accepted", "status": "False", "reason": "UnknownOperator", "message": "there is no ghost"}]
    meta = {"name": "mine", "namespace": "n"}
    cluster.put("mediaworkflows", {"metadata": meta, "spec": {}, "status": {"conditions": said}})


def held_queue(cluster: FakeApi) -> None:
    cluster.get("configmaps", "media-insights-limits", HOME)["data"] = {"maxConcurrentExecutions": "0"}
    cluster.put("mediaexecutions", given.execution("run", "Queued", queuedAt=OLD, queue={"reason": "the limit is 0"}))


def quarantined(cluster: FakeApi) -> None:
    cluster.put("mediaassets", given.asset("Quarantined", "failed 5 times"))


def many_quarantined(cluster: FakeApi) -> None:
    for number in range(12):
        cluster.put("mediaassets", given.asset("Quarantined", name=f"film-{number}"))


def stuck(cluster: FakeApi) -> None:
    cluster.put("mediaassets", given.asset("Valid", deletionTimestamp=OLD, finalizers=["mediainsights.dev/cleanup"]))


def paused(cluster: FakeApi) -> None:
    cluster.put("mediabatches", given.batch("Paused", "7 of 20 items failed"))
    cluster.put("mediabatches", given.batch("Paused", "spec.suspend is set", "asked", suspend=True))


def many_paused(cluster: FakeApi) -> None:
    for number in range(12):
        cluster.put("mediabatches", given.batch("Paused", "too many failed", f"archive-{number}"))


def batch_in_quarantine(cluster: FakeApi) -> None:
    said = {"type": "Accepted", "status": "False", "reason": "Quarantined", "message": "failed 5 times"}
    found = given.batch("Error")
    cluster.put("mediabatches", found | {"status": {"state": "Error", "conditions": [said]}})


def stuck_batch(cluster: FakeApi) -> None:
    held = given.batch("Complete", deletionTimestamp=OLD, finalizers=["mediainsights.dev/cleanup"])
    cluster.put("mediabatches", held)


def many_failing_sources(cluster: FakeApi) -> None:
    for number in range(12):
        cluster.put("mediasources", given.source("Error", "there is no bucket", f"inbox-{number}"))


def source_in_quarantine(cluster: FakeApi) -> None:
    said = {"type": "Accepted", "status": "False", "reason": "Quarantined", "message": "failed 5 times"}
    cluster.put("mediasources", given.source("") | {"status": {"state": "Watching", "conditions": [said]}})


def stuck_source(cluster: FakeApi) -> None:
    held = given.source("Watching", deletionTimestamp=OLD, finalizers=["mediainsights.dev/cleanup"])
    cluster.put("mediasources", held)


Row = tuple[Callable[[FakeApi], object], str, str, str, str]
ROWS: dict[str, Row] = {
    "a kind is gone": (
        lambda cluster: cluster.remove("customresourcedefinitions", "mediaassets.mediainsights.dev", ""),
        "kinds", "wrong", "not defined: mediaassets.mediainsights.dev", "crds.install",
    ),
    "a kind is older": (without_field, "kinds", "wrong", "does not know spec.source", "helm upgrade"),
    "a kind is newer": (with_field, "kinds", "warning", "does not know spec.tomorrow", "use kubectl media"),
    "a kind is stored in another version": (stored_as, "kinds", "warning", "stored in v1beta1", "storedVersions"),
    "a kind is not served": (unestablished, "kinds", "wrong", "names conflict", "kubectl describe crd"),
    "a policy is not bound": (unbound, "policies", "wrong", "-bounds is bound by nothing", "helm upgrade"),
    "a policy only audits": (auditing, "policies", "wrong", "-controller is bound by nothing", "helm upgrade"),
    "a policy is gone": (
        lambda cluster: cluster.remove("validatingadmissionpolicies", "media-insights-media-insights-bounds", ""),
        "policies", "wrong", "…-bounds does not exist", "helm upgrade",
    ),
    "argo is gone": (
        lambda cluster: cluster.remove("customresourcedefinitions", "workflows.argoproj.io", ""),
        "argo", "wrong", "workflows.argoproj.io is not defined", "install Argo Workflows 3.6",
    ),
    "argo is old": (
        lambda cluster: cluster.put("deployments", given.argo("v3.5.4")),
        "argo", "wrong", "Argo Workflows 3.5.4, which is not supported", "3.6 or newer",
    ),
    "argo is down": (
        lambda cluster: cluster.put("deployments", given.argo(ready=0)),
        "argo", "wrong", "no pod that is ready", "kubectl describe pods --namespace argo",
    ),
    "argo's version is not known": (
        lambda cluster: cluster.put("deployments", given.argo("latest")),
        "argo", "warning", "names no version", "3.6",
    ),
    "argo is elsewhere": (
        lambda cluster: cluster.remove("deployments", "workflow-controller", "argo"),
        "argo", "warning", "no Deployment of Argo's controller", "see whether",
    ),
    "the image is missing": (waiting_image, "controller", "wrong", "ImagePullBackOff no such", "kubectl describe"),
    "the indexer's model is missing": (unscheduled, "search", "wrong", '"siglip" not found', "kubectl describe pods"),
    "memory is short": (out_of_memory, "controller", "warning", "9 times, last because of OOMKilled", "limits.memory"),
    "the controller is scaled down": (scaled_down, "controller", "wrong", "scaled to 0", "kubectl scale"),
    "there are two controllers": (second_controller, "controller", "wrong", "same objects", "helm uninstall"),
    "there is no controller": (
        lambda cluster: cluster.remove("deployments", "media-insights-controller", HOME),
        "controller", "wrong", "there is no controller", "helm install",
    ),
    "the controller is of another version": (
        lambda cluster: metadata(
            cluster, "deployments", "media-insights-controller", HOME,
            labels=given.labelled("", "controller")["labels"] | {"app.kubernetes.io/version": "0.0.1"},
        ),
        "controller", "warning", "is of version 0.0.1", "use kubectl media of version 0.0.1",
    ),
    "nobody leads": (lease(holderIdentity=""), "leader", "wrong", "no controller leads", "kubectl logs"),
    "the lease is stale": (lease(renewTime="2026-01-01T00:00:00.000000Z"), "leader", "wrong", "renewed its", "logs"),
    "a stranger leads": (lease(holderIdentity="laptop"), "leader", "wrong", "held by laptop", "end every controller"),
    "the store is away": (
        lambda cluster: given.measure(cluster, store=0), "store", "wrong", "does not answer", "kubectl logs",
    ),
    "the API is down": (
        lambda cluster: cluster.put("deployments", given.deployment("api", ready=0)),
        "api", "wrong", "0 of 1 pods are ready", "kubectl describe",
    ),
    "the relay of events is down": (
        lambda cluster: cluster.put("deployments", given.deployment("events", ready=0)),
        "events", "wrong", "0 of 1 pods are ready", "kubectl describe",
    ),
    "a label enables nothing": (labelled_wrongly, "namespaces", "wrong", "says 'True'", "--overwrite namespace news"),
    "nothing is enabled": (closed, "namespaces", "warning", "no namespace is enabled", "kubectl label namespace"),
    "a policy of a tenant is gone": (
        unprepared, "namespaces", "wrong", "n is enabled and lacks NetworkPolicy media", "see that it",
    ),
    "an operator of the release is gone": (
        lambda cluster: cluster.remove("mediaoperators", "proxy", ""),
        "catalogue", "wrong", "missing: proxy", "helm upgrade",
    ),
    "an operator is refused": (refused_operator, "catalogue", "wrong", "spec.inputs: none", "correct or delete"),
    "nobody has read an operator": (unread_operator, "catalogue", "warning", "has not read proxy", "leads"),
    "a workflow names what is gone": (workflow_of_nothing, "workflows", "wrong", "there is no ghost", "delete"),
    "the queue is held": (held_queue, "queue", "wrong", "the limit is 0", "maxConcurrentExecutions"),
    "a batch is paused by its failures": (
        paused, "batches", "warning", "n/archive is Paused: 7 of 20", "kubectl media batch get archive -n n",
    ),
    "many batches are paused": (many_paused, "batches", "warning", "2 more batches are Paused", ""),
    "nobody has read a batch": (
        lambda cluster: cluster.put("mediabatches", given.batch("")),
        "batches", "warning", "has not read n/archive", "leads",
    ),
    "a batch is in quarantine": (
        batch_in_quarantine, "objects", "wrong", "n/archive: Quarantined: failed 5 times", "traceback",
    ),
    "the deletion of a batch does not end": (
        stuck_batch, "objects", "wrong", "the deletion of n/archive does not end", "docs/install.md",
    ),
    "a source takes nothing": (
        lambda cluster: cluster.put("mediasources", given.source("Error", "spec.prefix: there is no bucket media")),
        "sources", "warning", "n/inbox takes nothing: spec.prefix: there is no bucket media", "mend",
    ),
    "many sources take nothing": (many_failing_sources, "sources", "warning", "2 more sources take nothing", ""),
    "nobody has read a source": (
        lambda cluster: cluster.put("mediasources", given.source("")),
        "sources", "warning", "has not read n/inbox", "leads",
    ),
    "a source is in quarantine": (
        source_in_quarantine, "objects", "wrong", "n/inbox: Quarantined: failed 5 times", "traceback",
    ),
    "the deletion of a source does not end": (
        stuck_source, "objects", "wrong", "the deletion of n/inbox does not end", "docs/install.md",
    ),
    "an object is in quarantine": (quarantined, "objects", "wrong", "n/film: Quarantined: failed 5 times", "traceback"),
    "many objects are in quarantine": (many_quarantined, "objects", "warning", "2 more objects need attention", ""),
    "a deletion does not end": (stuck, "objects", "wrong", "the deletion of n/film does not end", "docs/install.md"),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_wrong_is_found(doctor: Doctor, cluster: FakeApi, row: Row) -> None:
    spoil, check, level, message, advice = row
    spoil(cluster)
    done = doctor("-o", "json")
    found = json.loads(done.stdout)["diagnoses"]
    matching = [each for each in found if message in each["message"]]
    assert [(each["check"], each["level"]) for each in matching] == [(check, level)], found
    assert advice in matching[0]["advice"]
    assert done.exit_code == (1 if any(each["level"] == "wrong" for each in found) else 0)


def test_the_table_says_what_to_do(doctor: Doctor, cluster: FakeApi) -> None:
    held_queue(cluster)
    told = doctor().stdout
    assert "the limit is 0" in told
    assert "→ maxConcurrentExecutions" in told


def test_a_queue_that_moves_is_not_held(doctor: Doctor, cluster: FakeApi) -> None:
    held_queue(cluster)
    cluster.put("mediaexecutions", given.execution("another", "Started"))
    cluster.put("mediaexecutions", given.execution("third", "Waiting"))
    cluster.put("mediaexecutions", given.execution("last", "Complete"))
    (queue,) = [each for each in diagnoses(doctor) if each["check"] == "queue"]
    assert (queue["level"], queue["message"]) == ("ok", "1 wait, 1 run, 1 wait for a person")


def forbid(cluster: FakeApi, *wanted: str) -> None:
    """Refuse requests whose path ends with, or contains, one of these."""
    before = cluster.fault

    def fault(request: web.Request) -> web.Response | None:
        path = f"{request.path}?"
        return refusal(403, "Forbidden", "no right") if any(each in path for each in wanted) else before(request)

    cluster.fault = fault


def test_a_batch_that_somebody_suspended_or_that_runs_is_in_order(doctor: Doctor, cluster: FakeApi) -> None:
    cluster.put("mediabatches", given.batch("Paused", "spec.suspend is set", suspend=True))
    cluster.put("mediabatches", given.batch("Started", name="running"))
    cluster.put("mediabatches", given.batch("Complete", name="over"))
    found = next(each for each in diagnoses(doctor) if each["check"] == "batches")
    assert (found["level"], found["message"]) == ("ok", "2 have not ended")


def test_sources_that_watch_or_are_suspended_are_in_order(doctor: Doctor, cluster: FakeApi) -> None:
    cluster.put("mediasources", given.source("Watching"))
    cluster.put("mediasources", given.source("Suspended", name="asleep"))
    found = next(each for each in diagnoses(doctor) if each["check"] == "sources")
    assert (found["level"], found["message"]) == ("ok", "2 watch their prefixes")


def test_what_may_not_be_seen_is_told(doctor: Doctor, cluster: FakeApi) -> None:
    """With the rights of a tenant only its own namespace is checked, and the exit code says that this is not all."""
    across = (
        "/v1/namespaces?", "/v1/deployments?", "customresourcedefinitions", "validatingadmissionpolicies",
        "/v1/leases", "/leases/", "/proxy/", "/media-insights/pods", "/v1alpha1/mediaassets?",
        "/v1alpha1/mediaexecutions?", "/v1alpha1/mediabatches?", "/v1alpha1/mediasources?", "/v1alpha1/mediaworkflows?",
        "/v1/networkpolicies?", "/media-insights/deployments",
    )  # fmt: skip
    forbid(cluster, *across)
    quarantined(cluster)
    done = doctor("-o", "json", "--installation", HOME)
    found = json.loads(done.stdout)["diagnoses"]
    levels = {each["check"]: each["level"] for each in found}
    unknown = ("kinds", "policies", "argo", "controller", "leader", "store", "namespaces")
    assert {check: levels[check] for check in unknown} == dict.fromkeys(unknown, "unknown"), found
    assert levels["objects"] == "wrong"
    queue = next(each for each in found if each["check"] == "queue")
    assert "in namespace n, the only one that you may see" in queue["message"]
    cluster.remove("mediaassets", "film")
    assert doctor("--installation", HOME).exit_code == 4


def test_without_kinds_there_is_no_installation(doctor: Doctor, cluster: FakeApi) -> None:
    for kind in CUSTOM:
        cluster.remove("customresourcedefinitions", f"{kind}.mediainsights.dev", "")
    cluster.fault = lambda request: (
        web.Response(status=404) if request.path.startswith("/apis/mediainsights.dev/") else None
    )
    done = doctor("-o", "json")
    assert "not defined: mediaoperators.mediainsights.dev, " in done.stdout
    assert done.exit_code == 1


def test_who_is_not_known_is_told_so(doctor: Doctor, cluster: FakeApi) -> None:
    cluster.fault = lambda _: refusal(401, "Unauthorized", "who are you?")
    failed = doctor().exception
    assert isinstance(failed, Failure)
    assert "does not accept your credentials" in str(failed)


def test_a_cluster_that_does_not_answer_is_no_finding(tmp_path: Path) -> None:
    config = tmp_path / "kubeconfig"
    config.write_text(json.dumps(kubeconfig("http://127.0.0.1:9")))
    failed = CliRunner().invoke(app, ["doctor", "--kubeconfig", str(config)]).exception
    assert isinstance(failed, Failure)
    assert "does not answer" in str(failed)

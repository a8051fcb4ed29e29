from pathlib import Path

import pytest

from media_insights.catalogue.install import apply as catalogue
from media_insights.errors import NoSuchKind, Rejected
from tests.unit.catalogue.install.conftest import Cluster

OPERATORS = "/apis/mediainsights.dev/v1alpha1/mediaoperators"
WORKFLOWS = "/apis/mediainsights.dev/v1alpha1/namespaces/media/mediaworkflows"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mediaoperators.proxy.yaml").write_text("kind: MediaOperator")
    (tmp_path / "mediaworkflows.full-analysis.yaml").write_text("kind: MediaWorkflow")
    return tmp_path


def _apply(cluster: Cluster, folder: Path) -> list[str]:
    return list(catalogue.apply(cluster.api, folder, "release", "media"))


def test_each_file_becomes_an_object_at_its_place(cluster: Cluster, folder: Path) -> None:
    _apply(cluster, folder)
    assert cluster.objects[f"{OPERATORS}/proxy"]["text"] == "kind: MediaOperator"
    assert cluster.objects[f"{WORKFLOWS}/full-analysis"]["text"] == "kind: MediaWorkflow"


def test_what_an_earlier_release_carried_is_removed(cluster: Cluster, folder: Path) -> None:
    cluster.objects[f"{OPERATORS}/gone"] = {"metadata": {"name": "gone"}}
    said = _apply(cluster, folder)
    assert f"{OPERATORS}/gone" not in cluster.objects
    assert said[-1] == "removed mediaoperators/gone: no longer part of the release"


def test_what_is_in_use_stays_and_is_told(cluster: Cluster, folder: Path) -> None:
    cluster.objects[f"{OPERATORS}/gone"] = {"metadata": {"name": "gone"}}
    cluster.kept = {f"{OPERATORS}/gone"}
    said = _apply(cluster, folder)
    assert f"{OPERATORS}/gone" in cluster.objects
    assert said[-1] == "kept mediaoperators/gone, which is no longer part of the release: it is in use"


def test_workflows_are_removed_before_the_operators_that_they_name(cluster: Cluster, folder: Path) -> None:
    for place in (OPERATORS, WORKFLOWS):
        cluster.objects[f"{place}/gone"] = {"metadata": {"name": "gone"}}
    _apply(cluster, folder)
    assert [each for each in cluster.asked if "DELETE" in each] == [
        f"DELETE {WORKFLOWS}/gone",
        f"DELETE {OPERATORS}/gone",
    ]


def test_only_objects_of_this_release_are_looked_at(cluster: Cluster, folder: Path) -> None:
    _apply(cluster, folder)
    selector = "labelSelector=app.kubernetes.io%2Finstance%3Drelease%2Capp.kubernetes.io%2Fcomponent%3Dcatalogue"
    assert f"GET {OPERATORS}?{selector}" in cluster.asked


@pytest.mark.parametrize("status", [404, 403, 429, 503])
def test_waits_for_kinds_and_rights_that_were_made_a_moment_ago(cluster: Cluster, folder: Path, status: int) -> None:
    cluster.refusals = [status, status]
    _apply(cluster, folder)
    assert f"{OPERATORS}/proxy" in cluster.objects


def test_an_object_of_an_earlier_schema_gets_its_spec_replaced_first(cluster: Cluster, folder: Path) -> None:
    (folder / "mediaoperators.proxy.yaml").write_text("kind: MediaOperator\nspec: {image: proxy}")
    cluster.unmergeable = {f"{OPERATORS}/proxy"}
    _apply(cluster, folder)
    patches = [each for each in cluster.asked if each.startswith(f"PATCH {OPERATORS}/proxy")]
    applied = f"PATCH {OPERATORS}/proxy?fieldManager=media-insights-chart&force=true"
    assert patches == [applied, f"PATCH {OPERATORS}/proxy", applied]
    assert cluster.objects[f"{OPERATORS}/proxy"]["text"] == "kind: MediaOperator\nspec: {image: proxy}"


def test_a_refused_object_ends_with_the_servers_sentence(cluster: Cluster, folder: Path) -> None:
    cluster.refusals = [422]
    with pytest.raises(Rejected, match=r"mediaoperators/proxy.*: 422 the server's own sentence"):
        _apply(cluster, folder)


def test_patience_ends(cluster: Cluster, folder: Path) -> None:
    cluster.refusals = [404] * 1000
    with pytest.raises(NoSuchKind, match="the server's own sentence"):
        _apply(cluster, folder)


def test_a_file_under_another_name_is_refused(cluster: Cluster, folder: Path) -> None:
    (folder / "pods.evil.yaml").write_text("kind: Pod")
    with pytest.raises(ValueError, match=r"pods\.evil\.yaml: a file of the catalogue is named"):
        _apply(cluster, folder)

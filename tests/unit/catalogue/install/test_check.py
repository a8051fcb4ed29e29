from media_insights.catalogue.install import check
from tests.unit.catalogue.install.conftest import Cluster

GROUP = "/apis/mediainsights.dev/v1alpha1"


def _operator(name: str, accepted: str) -> dict[str, object]:
    return {"metadata": {"name": name}, "status": {"conditions": [{"type": "Accepted", "status": accepted}]}}


def test_says_which_kind_is_not_served(cluster: Cluster) -> None:
    served = ["mediaoperators", "mediaworkflows", "mediaassets"]
    cluster.objects[GROUP] = {"resources": [{"name": name} for name in served]}
    assert check.kinds(cluster.api).sentence == "kinds: mediabatches, mediaexecutions, mediasources not served"
    missing = ("mediabatches", "mediaexecutions", "mediasources")
    cluster.objects[GROUP]["resources"] += [{"name": name} for name in missing]
    assert check.kinds(cluster.api).good


def test_a_catalogue_is_good_when_nothing_in_it_is_refused(cluster: Cluster) -> None:
    assert not check.catalogue(cluster.api, "release").good
    cluster.objects[f"{GROUP}/mediaoperators/a"] = _operator("a", "True")
    assert check.catalogue(cluster.api, "release").sentence == "catalogue: 1 operators"
    cluster.objects[f"{GROUP}/mediaoperators/b"] = _operator("b", "False")
    assert check.catalogue(cluster.api, "release").sentence == "catalogue: not accepted: b"


def test_a_controller_that_does_not_answer_is_named() -> None:
    found = check.controller("http://127.0.0.1:1")
    assert not found.good
    assert "http://127.0.0.1:1/readyz" in found.sentence


def test_a_store_that_does_not_answer_is_named() -> None:
    found = check.store("http://127.0.0.1:1")
    assert not found.good
    assert found.sentence.startswith("object store: http://127.0.0.1:1:")


def test_a_store_that_refuses_a_stranger_answers(cluster: Cluster) -> None:
    address = cluster.api.server
    cluster.refusals = [403, 503]
    assert check.store(address) == check.Finding(good=True, sentence=f"object store: {address} answers (403)")
    assert not check.store(address).good
    assert check.store(address) == check.Finding(good=True, sentence=f"object store: {address} answers")

"""The indexer in the chart."""

from typing import Any

import pytest

from media_insights.settings import api, indexer
from tests.unit.chart.conftest import Manifest, Render

ON: dict[str, Any] = {"api": {"enabled": True}, "search": {"enabled": True}}
KEY = "k" * 48


def variables_of(pod: Manifest) -> dict[str, str]:
    """Return what a container is given by name, with a key in place of each Secret's value."""
    return {each["name"]: each.get("value", KEY) for each in pod["containers"][0]["env"]}


def test_it_is_off_unless_it_is_asked_for(render: Render) -> None:
    rendered = render({"api": {"enabled": True}})
    assert not [each for each in rendered.objects if each["metadata"]["name"].endswith("-search")]
    assert "MEDIA_INSIGHTS_SEARCH_URL" not in variables_of(rendered.pods()["media-insights-api"])


def test_it_needs_the_api(render: Render) -> None:
    with pytest.raises(Exception, match=r"api\.enabled must be true"):
        render({"search": {"enabled": True}})


def test_the_environment_is_what_indexer_and_api_read(render: Render) -> None:
    rendered = render(ON)
    common = dict(rendered.one("ConfigMap", "-config")["data"])
    read = indexer.read(common | variables_of(rendered.pods()["media-insights-search"]))
    assert (str(read.file), read.port, read.limits_config_map) == (
        "/data/moments.sqlite",
        8422,
        "media-insights-limits",
    )
    asking = api.read(common | variables_of(rendered.pods()["media-insights-api"]))
    assert asking.search
    assert asking.search.url == "http://media-insights-search.media.svc:8422"
    service = rendered.one("Service", "-search")
    assert service["spec"]["ports"] == [{"name": "search", "port": 8422, "targetPort": "search"}]


def test_both_sides_read_one_key(render: Render) -> None:
    for values, name in ((ON, "media-insights-search"), ({**ON, "search": {"enabled": True, "secretName": "s"}}, "s")):
        pods = render(values).pods()
        for pod in ("media-insights-api", "media-insights-search"):
            (key,) = [e for e in pods[pod]["containers"][0]["env"] if e["name"] == "MEDIA_INSIGHTS_SEARCH_KEY"]
            assert key["valueFrom"]["secretKeyRef"] == {"name": name, "key": "key"}
    assert "media-insights-search" in [each["metadata"]["name"] for each in render(ON).of("Secret")]


def test_its_account_reads_only_and_its_keys_may_be_ones_that_only_read(render: Render) -> None:
    rendered = render({**ON, "search": {"enabled": True, "storeSecretName": "reader"}})
    rules = rendered.one("ClusterRole", "-media-search")["rules"]
    assert {verb for rule in rules for verb in rule["verbs"]} == {"get", "list", "watch"}
    assert not [rule for rule in rules if {"secrets", "pods", "namespaces"} & set(rule["resources"])]
    pod = rendered.pods()["media-insights-search"]
    assert pod["serviceAccountName"] == "media-insights-search"
    keys = [e["valueFrom"]["secretKeyRef"]["name"] for e in pod["containers"][0]["env"] if "_S3_" in e["name"]]
    assert keys == ["reader", "reader"]


def test_only_the_api_reaches_it_and_it_reaches_no_more_than_it_reads(render: Render) -> None:
    rendered = render(ON)
    policy = rendered.one("NetworkPolicy", "-search")["spec"]
    asked, health, metrics = policy["ingress"]
    assert asked["ports"] == [{"port": "search"}]
    (caller,) = asked["from"]
    assert caller["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "api"
    assert [each["port"] for rule in (health, metrics) for each in rule["ports"]] == ["health", "metrics"]
    assert {port["port"] for rule in policy["egress"] for port in rule["ports"]} == {53, 443, 6443, 7070}
    out = rendered.one("NetworkPolicy", "-api")["spec"]["egress"]
    assert [rule for rule in out if rule["ports"] == [{"port": "search"}]]


def test_its_volume_has_one_writer_and_may_be_left_out(render: Render) -> None:
    rendered = render(ON)
    spec = rendered.one("Deployment", "-search")["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
    claim = rendered.one("PersistentVolumeClaim", "-search")
    assert claim["spec"]["resources"]["requests"]["storage"] == "10Gi"
    bare = render({**ON, "search": {"enabled": True, "persistence": {"enabled": False}}})
    assert not [each for each in bare.of("PersistentVolumeClaim") if each["metadata"]["name"].endswith("-search")]
    volumes = bare.pods()["media-insights-search"]["volumes"]
    assert {"name": "data", "emptyDir": {"sizeLimit": "10Gi"}} in volumes


def test_an_opensearch_takes_the_place_of_the_volume(render: Render) -> None:
    pods = {"namespace": "search", "labels": {"app": "opensearch"}}
    given = {"url": "https://opensearch.search.svc:9200", "secretName": "users", "caSecretName": "ca", "pods": pods}
    rendered = render({**ON, "search": {"enabled": True, "opensearch": given}})
    pod = rendered.pods()["media-insights-search"]
    read = indexer.read(dict(rendered.one("ConfigMap", "-config")["data"]) | variables_of(pod)).opensearch
    assert read
    assert (read.url, read.user, read.prefix) == (given["url"], KEY, "media-insights-media")
    assert {"name": "opensearch-ca", "mountPath": "/etc/media-insights/opensearch", "readOnly": True} in pod[
        "containers"
    ][0]["volumeMounts"]
    assert "data" not in {each["name"] for each in pod["volumes"]}
    assert not [each for each in rendered.of("PersistentVolumeClaim") if each["metadata"]["name"].endswith("-search")]
    rules = rendered.one("NetworkPolicy", "-search")["spec"]["egress"]
    (way,) = [rule for rule in rules if rule["ports"] == [{"port": 9200, "protocol": "TCP"}]]
    (peer,) = way["to"]
    assert peer["podSelector"]["matchLabels"] == {"app": "opensearch"}


def test_the_indexer_gets_the_model_of_sentences_from_the_operators_image(render: Render) -> None:
    rendered = render({**ON, "operators": {"images": {"text-embedding": "registry.example/embedding:7"}}})
    pod = rendered.pods()["media-insights-search"]
    (copying,) = pod["initContainers"]
    assert copying["image"] == "registry.example/embedding:7"
    assert copying["volumeMounts"] == [{"name": "models", "mountPath": "/copied"}]
    assert {"name": "models", "mountPath": "/models", "readOnly": True} in pod["containers"][0]["volumeMounts"]
    common = dict(rendered.one("ConfigMap", "-config")["data"])
    assert str(indexer.read(common | variables_of(pod)).models) == "/models"


@pytest.mark.parametrize(
    "more",
    [{"search": {"enabled": True, "meaning": {"enabled": False}}}, {"operators": {"disabled": ["text-embedding"]}}],
)
def test_without_the_model_nothing_is_copied_and_the_indexer_knows(render: Render, more: dict[str, Any]) -> None:
    rendered = render({**ON, **more})
    pod = rendered.pods()["media-insights-search"]
    assert not pod.get("initContainers")
    common = dict(rendered.one("ConfigMap", "-config")["data"])
    assert indexer.read(common | variables_of(pod)).models is None


WORDS = {"enabled": True, "imagesByWords": {"enabled": True}}
IMAGE = {"image": "registry.example/models/siglip@sha256:" + "5" * 64}
CLAIM = {"claim": "siglip", "folder": "base/256", "digest": "sha256:" + "1" * 64}


def with_words(source: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**ON, "search": WORDS, "operators": {"models": {"image-embedding": source}}, **more}


@pytest.mark.parametrize(
    ("source", "volume", "folder", "digest"),
    [
        (IMAGE, {"image": {"reference": IMAGE["image"]}}, None, ""),
        (CLAIM, {"persistentVolumeClaim": {"claimName": "siglip", "readOnly": True}}, "base/256", CLAIM["digest"]),
    ],
    ids=["an image, whose digest the node checks", "a claim, whose digest the indexer checks"],
)
def test_words_find_images_with_the_model_that_the_operator_mounts(
    render: Render, source: dict[str, Any], volume: dict[str, Any], folder: str | None, digest: str
) -> None:
    rendered = render(with_words(source))
    pod = rendered.pods()["media-insights-search"]
    assert {"name": "image-models", **volume} in pod["volumes"]
    (mount,) = [each for each in pod["containers"][0]["volumeMounts"] if each["name"] == "image-models"]
    assert mount["readOnly"]
    assert mount.get("subPath") == folder
    read = indexer.read(dict(rendered.one("ConfigMap", "-config")["data"]) | variables_of(pod))
    assert (str(read.image_models), read.image_models_digest) == (mount["mountPath"], digest)
    assert rendered.catalogue()["mediaoperators.image-embedding.yaml"]["spec"]["modelSource"] == source
    assert ("PersistentVolumeClaim siglip must be in media" in rendered.notes) == ("claim" in source)
    assert "search.resources.limits.memory" in rendered.notes


def test_only_an_indexer_that_finds_images_by_words_has_the_larger_image(render: Render) -> None:
    def images(values: dict[str, Any]) -> dict[str, str]:
        pods = render(values).pods()
        return {name: pods[f"media-insights-{name}"]["containers"][0]["image"] for name in ("api", "search")}

    mounted = {**ON, "operators": {"models": {"image-embedding": IMAGE}}}
    pod = render(mounted).pods()["media-insights-search"]
    assert not [each for each in pod["volumes"] if each["name"] == "image-models"]
    assert not [each for each in variables_of(pod) if "IMAGE_MODELS" in each]
    assert images(mounted)["search"] == images(mounted)["api"]
    assert images(with_words(IMAGE))["api"] == images(mounted)["api"]
    registry = {"registry": "registry.example/mi", "tag": "7"}
    assert images(with_words(IMAGE, image=registry))["search"] == "registry.example/mi/search:7"
    assert images(with_words(IMAGE, image={"search": "own/search:1"}))["search"] == "own/search:1"


def test_rights_and_ways_are_the_same_with_a_model(render: Render) -> None:
    for kind, end in (("NetworkPolicy", "-search"), ("ClusterRole", "-media-search")):
        assert render(with_words(IMAGE)).one(kind, end) == render(ON).one(kind, end)


@pytest.mark.parametrize(
    ("operators", "told"),
    [
        ({}, "set operators.models.image-embedding"),
        ({"models": {"label-detection": IMAGE}}, "set operators.models.image-embedding"),
        ({"disabled": ["image-embedding"]}, "take it out of operators.disabled"),
    ],
)
def test_words_for_images_without_their_model_are_refused(render: Render, operators: dict[str, Any], told: str) -> None:
    with pytest.raises(Exception, match=told):
        render({**ON, "search": WORDS, "operators": operators})

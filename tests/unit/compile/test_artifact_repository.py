"""Argo reads the store from text that is YAML whatever the administrator wrote, and finds its credentials by name."""

import base64
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from media_insights.compile.artifact_repository import repository_of, store_secret_of
from media_insights.domain import layout
from media_insights.domain.store_address import StoreAddress

STORE = StoreAddress.of("http://s3.media.svc:7070", bucket="videos")


def s3(store: StoreAddress = STORE, *, private_ca: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        repository_of(store, "newsroom", private_ca=private_ca)["data"]["media-insights"]
    )
    assert list(found) == ["s3"]
    answer: dict[str, Any] = found["s3"]
    return answer


def test_argo_finds_the_store() -> None:
    assert {"endpoint": "s3.media.svc:7070", "bucket": "videos", "region": "us-east-1"}.items() <= s3().items()


@pytest.mark.parametrize(("url", "insecure"), [("http://s3.media.svc", True), ("https://s3.media.svc", False)])
def test_argo_speaks_tls_with_a_store_that_does(url: str, insecure: bool) -> None:  # noqa: FBT001
    assert s3(StoreAddress.of(url, bucket="videos"))["insecure"] is insecure


@pytest.mark.parametrize("region", ["eu: west", "no", "1e3", "{a}", "# none", 'say "x"', "a\nb: c"])
def test_no_region_or_bucket_changes_the_shape_of_the_text(region: str) -> None:
    found = s3(StoreAddress.of("", bucket=region, region=region))
    assert (found["region"], found["bucket"]) == (region, region)


@given(st.text(min_size=1))
def test_whatever_the_administrator_wrote_is_read_back(region: str) -> None:
    assert s3(StoreAddress.of("", bucket="videos", region=region))["region"] == region


def test_credentials_are_where_the_repository_says() -> None:
    repository, secret = s3(private_ca=True), store_secret_of("a", "s", "PEM")
    values = {name: base64.b64decode(value) for name, value in secret["data"].items()}
    found = {key: values[repository[key]["key"]] for key in ("accessKeySecret", "secretKeySecret", "caSecret")}
    assert found == {"accessKeySecret": b"a", "secretKeySecret": b"s", "caSecret": b"PEM"}
    assert {repository[key]["name"] for key in found} == {secret["metadata"]["name"]}


def test_public_authorities_need_no_entry() -> None:
    assert "caSecret" not in s3()
    assert set(store_secret_of("a", "s")["data"]) == {"accesskey", "secretkey"}


def test_logs_are_kept_where_the_asset_s_deletion_finds_them() -> None:
    expanded = (
        s3()["keyFormat"]
        .replace("{{workflow.labels.mediainsights.dev/asset-uid}}", "a-1")
        .replace("{{workflow.name}}", "run-1")
        .replace("{{pod.name}}", "run-1-proxy-7")
    )
    assert expanded == f"{layout.logs_prefix('newsroom', 'a-1', 'run-1')}run-1-proxy-7"
    assert expanded.startswith(layout.asset_prefix("newsroom", "a-1"))

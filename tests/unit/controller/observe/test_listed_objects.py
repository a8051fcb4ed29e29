"""Which listed objects are files, and what is said of a place that cannot be listed."""

import pytest

from media_insights.api.v1alpha1.asset import S3Source
from media_insights.api.v1alpha1.prefix import Prefix
from media_insights.controller.observe.listed_objects import is_file, unlisted
from media_insights.domain.sources.tenancy import SourceRule, Tenant
from media_insights.errors import AccessDenied, NoSuchBucket, NoSuchObject, StoreError

PREFIX = Prefix(bucket="media", key="in")
TENANT = Tenant(namespace="n", sources=(SourceRule(bucket="media", prefix="in/"),), bucket="media")


@pytest.mark.parametrize(
    ("key", "is_one"),
    [
        ("in/a b/日本.mp4", True), ("in/folder/", False), ("in/a\x01", False), ("in/" + "x" * 1022, False),
        ("inner/a.mp4", False), ("in/../other", False),
    ],
)  # fmt: skip
def test_a_file_is_what_the_namespace_may_read_and_name(key: str, is_one: bool) -> None:  # noqa: FBT001 - a row of a table
    assert is_file(key, PREFIX, TENANT) is is_one


@pytest.mark.parametrize(
    ("error", "reason", "said"),
    [
        (NoSuchObject("x"), "SourceNotFound", "spec.list: there is no s3://media/a.ndjson"),
        (NoSuchBucket("x"), "BucketNotFound", "spec.list: there is no bucket media"),
        (AccessDenied("x"), "SourceUnreadable", "credentials may not list s3://media/a.ndjson"),
        (StoreError("odd"), "SourceUnreadable", "s3://media/a.ndjson cannot be listed: odd"),
    ],
)
def test_why_a_place_cannot_be_listed(error: StoreError, reason: str, said: str) -> None:
    found = unlisted("spec.list", S3Source(bucket="media", key="a.ndjson"), error)
    assert found.reason == reason
    assert said in found.message

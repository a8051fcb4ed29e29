"""A policy opens what its grant says, is as short as services ask, and takes no key for a pattern."""

import json
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.planning.grants import Grant
from media_insights.domain.planning.references import Address
from media_insights.errors import StoreError
from media_insights.storage.run_credentials.policies import LONGEST, policy_of

ASSET = "private/n/assets/a1/"
GRANT = Grant(
    run="e2",
    bucket="media",
    reads=(Address("media", "public/upload/n/clip.mp4"),),
    reused=(f"{ASSET}workflows/e1/proxy.mp4",),
    writes=(f"{ASSET}workflows/e2/",),
    logs=f"{ASSET}logs/run-2/",
)


def statements(grant: Grant) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(policy_of(grant))["Statement"]
    assert {each["Effect"] for each in found} == {"Allow"}
    return found


def resources(grant: Grant, action: str) -> Iterator[str]:
    for each in statements(grant):
        if action in each["Action"]:
            yield from (resource.removeprefix("arn:aws:s3:::") for resource in each["Resource"])


def may(grant: Grant, action: str, key: str, bucket: str = "media") -> bool:
    """Match as services do: ``*`` and ``?``, and no brackets."""
    patterns = (pattern.replace("[", "[[]") for pattern in resources(grant, action))
    return any(fnmatchcase(f"{bucket}/{key}", pattern) for pattern in patterns)


@pytest.mark.parametrize(
    ("key", "reads", "writes"),
    [
        ("public/upload/n/clip.mp4", True, False),
        ("public/upload/n/other.mp4", False, False),
        ("public/upload/m/clip.mp4", False, False),
        (f"{ASSET}workflows/e1/proxy.mp4", True, False),
        (f"{ASSET}workflows/e1/plan.json", False, False),
        (f"{ASSET}workflows/e2/result.json", True, True),
        (f"{ASSET}workflows/e2x/result.json", False, False),
        (f"{ASSET}logs/run-2/pod/main.log", False, True),
        (f"{ASSET}logs/run-1/pod/main.log", False, False),
        ("private/m/assets/a9/workflows/e9/result.json", False, False),
    ],
)
def test_a_run_reads_what_it_needs_and_writes_below_its_own_prefix(key: str, *, reads: bool, writes: bool) -> None:
    assert (may(GRANT, "s3:GetObject", key), may(GRANT, "s3:PutObject", key)) == (reads, writes)
    assert not may(GRANT, "s3:GetObject", key, "other")


def test_nothing_is_ever_deleted_and_no_bucket_is_changed() -> None:
    actions = {action for each in statements(GRANT) for action in each["Action"]}
    assert actions == {"s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket"}


def test_only_its_own_prefix_is_listed_and_what_may_be_missing() -> None:
    grant = replace(GRANT, optional=("private/n/collections/faces/crew/collection.json",))
    [listing] = [each for each in statements(grant) if "s3:ListBucket" in each["Action"]]
    assert listing["Resource"] == ["arn:aws:s3:::media"]
    assert listing["Condition"] == {
        "StringLike": {"s3:prefix": [f"{ASSET}workflows/e2/*", "private/n/collections/faces/crew/collection.json/*"]}
    }


def test_an_operator_that_speaks_to_the_store_reads_its_asset() -> None:
    grant = replace(GRANT, browses=(f"{ASSET}workflows/",))
    assert may(grant, "s3:GetObject", f"{ASSET}workflows/e0/labels.json")
    assert not may(grant, "s3:PutObject", f"{ASSET}workflows/e0/labels.json")
    assert not may(grant, "s3:GetObject", "private/n/assets/a2/workflows/e0/labels.json")


@pytest.mark.parametrize(
    "key", ["public/upload/n/*", "public/upload/n/????", "public/upload/n/${aws:username}", "a[b]"]
)
def test_a_key_is_no_pattern(key: str) -> None:
    grant = replace(GRANT, reads=(Address("media", key),))
    assert may(grant, "s3:GetObject", key)
    assert not may(grant, "s3:GetObject", "public/upload/n/secret-film.mp4")


@given(st.text(min_size=1, max_size=60))
def test_every_key_can_be_read_and_only_such_of_its_length(key: str) -> None:
    grant = replace(GRANT, reads=(Address("media", key),), reused=())
    patterns = [each for each in resources(grant, "s3:GetObject") if "workflows/" not in each]
    assert len(patterns) <= 1 or "workflows/" in key
    assert all(len(each) == len(f"media/{key}") and "*" not in each and "$" not in each for each in patterns)


def test_many_reused_results_are_named_by_their_folder() -> None:
    many = replace(GRANT, reused=tuple(f"{ASSET}workflows/e1/result-of-operator-{n}.json" for n in range(40)))
    assert len(policy_of(many)) <= LONGEST
    assert may(many, "s3:GetObject", f"{ASSET}workflows/e1/result-of-operator-7.json")
    assert not may(many, "s3:GetObject", f"{ASSET}workflows/e0/result-of-operator-7.json")


def test_more_files_than_a_policy_can_name_are_refused_in_a_sentence() -> None:
    reads = tuple(Address("media", f"public/upload/n/folder-{n}/words.csv") for n in range(60))
    with pytest.raises(StoreError, match="the run reads 60 objects, more than fit into one policy of 2048 characters"):
        policy_of(replace(GRANT, reads=reads))

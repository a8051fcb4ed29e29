"""Which objects a namespace may name."""

from typing import get_args

import pytest

from media_insights.api.v1alpha1.asset import S3Source
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.sources.tenancy import (
    Permission,
    SourceRule,
    Tenant,
    how_to_enable,
    is_enabled,
    is_reserved,
    tenant_of,
)

FOOTAGE = SourceRule(bucket="footage", prefix="2026/")


@pytest.mark.parametrize(
    ("bucket", "key", "allowed"),
    [
        ("footage", "2026/clip.mp4", True),
        ("footage", "2026/may/clip.mp4", True),
        ("footage", "2025/clip.mp4", False),
        ("footage", "2026", False),
        ("other", "2026/clip.mp4", False),
        ("footage", "2026/../2025/clip.mp4", False),
        ("footage", "2026/a..b.mp4", True),
        ("footage", "2026/..", False),
    ],
)
def test_a_rule_allows_what_lies_below_its_prefix(bucket: str, key: str, allowed: bool) -> None:  # noqa: FBT001
    assert FOOTAGE.allows(S3Source(bucket=bucket, key=key)) is allowed


def test_a_prefix_is_of_characters_so_that_only_a_slash_makes_it_a_folder() -> None:
    assert SourceRule(bucket="footage", prefix="2026").allows(S3Source(bucket="footage", key="2026-old/clip.mp4"))


@pytest.mark.parametrize(
    ("rule", "may"),
    [
        (SourceRule(bucket="footage"), ["Read"]),
        (SourceRule(bucket="footage", permissions=("Read", "Delete")), ["Read", "Delete"]),
    ],
)
def test_reading_is_not_deleting(rule: SourceRule, may: list[Permission]) -> None:
    clip = S3Source(bucket="footage", key="clip.mp4")
    assert [each for each in get_args(Permission) if rule.allows(clip, each)] == may


WIDE = Tenant(namespace="*", sources=(SourceRule(bucket="media", permissions=("Read", "Delete")),))


@pytest.mark.parametrize(
    ("entries", "key", "read", "delete"),
    [
        ((), "public/upload/newsroom/clip.mp4", True, True),
        ((), "public/upload/sports/clip.mp4", False, False),
        ((), "public/upload/newsroom-2/clip.mp4", False, False),
        ((), "public/upload/newsroom/../sports/clip.mp4", False, False),
        ((), "public/upload/clip.mp4", False, False),
        ((), "private/newsroom/assets/a/workflows/e/labels.json", False, False),
        ((WIDE,), "public/upload/sports/clip.mp4", True, True),
        ((WIDE,), "private/sports/assets/a/workflows/e/labels.json", False, False),
        ((Tenant(namespace="newsroom", sources=(FOOTAGE,)),), "public/upload/newsroom/clip.mp4", True, True),
    ],
    ids=[
        "an upload of its own",
        "another namespace's",
        "one whose name begins alike",
        "a way upwards",
        "an upload of nobody",
        "what is kept of itself",
        "another's where an administrator says so",
        "what is kept of another, whatever he says",
        "its own beside what he says",
    ],
)
def test_what_newsroom_may_do_with_an_object(
    entries: tuple[Tenant, ...],
    key: str,
    read: bool,  # noqa: FBT001
    delete: bool,  # noqa: FBT001
) -> None:
    tenant = tenant_of(entries, "newsroom", "media")
    source = S3Source(bucket="media", key=key)
    assert (tenant.may("Read", source), tenant.may("Delete", source)) == (read, delete)


@pytest.mark.parametrize(("namespace", "reserved"), [("assets", True), ("collections", True), ("newsroom", False)])
def test_a_namespace_whose_prefix_version_0_1_used_is_reserved(namespace: str, reserved: bool) -> None:  # noqa: FBT001
    assert is_reserved(namespace) is reserved


ENTRIES = (
    Tenant(namespace="newsroom", sources=(FOOTAGE,), secret="own"),
    Tenant(namespace="*", sources=(SourceRule(bucket="shared"),)),
)


@pytest.mark.parametrize(
    ("entries", "namespace", "rules", "secret"),
    [
        (ENTRIES, "newsroom", ["s3://footage/2026/"], "own"),
        (ENTRIES, "sports", ["s3://shared/"], ""),
        (ENTRIES[:1], "sports", [], ""),
        ((Tenant(namespace="sports", secret="own"),), "sports", [], "own"),
    ],
    ids=[
        "by its own entry",
        "by the entry of all others",
        "without an entry nothing",
        "with an entry of a Secret alone, nothing either",
    ],
)
def test_what_a_namespace_may_name_beside_its_uploads(
    entries: tuple[Tenant, ...], namespace: str, rules: list[str], secret: str
) -> None:
    tenant = tenant_of(entries, namespace, "media")
    own, *more = (str(rule) for rule in tenant.sources)
    assert own == f"s3://media/public/upload/{namespace}/"
    assert (tenant.namespace, more, tenant.secret) == (namespace, rules, secret)


def test_an_administrator_is_told_the_command() -> None:
    assert how_to_enable("newsroom") == "kubectl label namespace newsroom mediainsights.dev/enabled=true"


@pytest.mark.parametrize(
    ("labels", "leaving", "enabled"),
    [
        ({"mediainsights.dev/enabled": "true"}, {}, True),
        ({"mediainsights.dev/enabled": "false"}, {}, False),
        (None, {}, False),
        ({"mediainsights.dev/enabled": "true"}, {"deletionTimestamp": "t"}, False),
    ],
)
def test_a_namespace_that_is_going_away_is_no_tenant(
    labels: dict[str, str] | None, leaving: Manifest, *, enabled: bool
) -> None:
    assert is_enabled({"metadata": {"name": "n", "labels": labels, **leaving}}) is enabled


def test_a_namespace_whose_prefix_version_0_1_used_is_no_tenant() -> None:
    assert not is_enabled({"metadata": {"name": "assets", "labels": {"mediainsights.dev/enabled": "true"}}})

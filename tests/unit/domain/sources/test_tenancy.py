"""Which objects a namespace may name."""

import pytest

from media_insights.api.v1alpha1.asset import S3Source
from media_insights.domain.sources.tenancy import SourceRule, Tenant, how_to_enable, tenant_of

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


ENTRIES = (
    Tenant(namespace="newsroom", sources=(FOOTAGE,), secret="own"),
    Tenant(namespace="*", sources=(SourceRule(bucket="shared"),)),
)


@pytest.mark.parametrize(
    ("entries", "namespace", "rules", "secret"),
    [
        (ENTRIES, "newsroom", ["s3://footage/2026/"], "own"),
        (ENTRIES, "sports", ["s3://shared/"], ""),
        (ENTRIES[:1], "sports", ["s3://media/public/upload/"], ""),
        ((Tenant(namespace="sports", secret="own"),), "sports", ["s3://media/public/upload/"], "own"),
    ],
    ids=[
        "by its own entry",
        "by the entry of all others",
        "without an entry only uploads",
        "with an entry of a Secret alone, uploads too",
    ],
)
def test_what_a_namespace_may_do(entries: tuple[Tenant, ...], namespace: str, rules: list[str], secret: str) -> None:
    tenant = tenant_of(entries, namespace, "media")
    assert (tenant.namespace, [str(rule) for rule in tenant.sources], tenant.secret) == (namespace, rules, secret)


def test_an_administrator_is_told_the_command() -> None:
    assert how_to_enable("newsroom") == "kubectl label namespace newsroom mediainsights.dev/enabled=true"

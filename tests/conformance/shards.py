"""Rows about several items at once, as data, and what an engine is asked to show of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from media_insights.api.v1alpha1.meta import Manifest
from tests.conformance.scenarios import Observed, Scenario, check


@dataclass(frozen=True)
class Shard:
    """One row: a workflow over several items."""

    name: str
    workflow: Manifest
    items: Mapping[str, str]
    """Name → text."""
    expect: Mapping[str, Manifest]
    cancel: str = ""
    starts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ShardObserved:
    """What an engine did."""

    items: Mapping[str, Observed]
    starts: Mapping[str, int]
    """Step → how many processes there were."""


class ShardEngine(Protocol):
    """An engine under test."""

    def run_shard(self, shard: Shard) -> ShardObserved:
        """Run a workflow over all items at once."""


def shards() -> list[Shard]:
    """Return all rows."""
    text = Path(__file__).with_name("shards.yaml").read_text(encoding="utf-8")
    return [Shard(**entry) for entry in yaml.safe_load(text)]


def check_shard(shard: Shard, observed: ShardObserved) -> None:
    """Compare each item as a scenario of its own, and how many processes it took."""
    assert observed.items.keys() == shard.items.keys()
    for name, expect in shard.expect.items():
        check(Scenario(name=name, workflow=shard.workflow, expect=expect), observed.items[name])
    assert {name: observed.starts[name] for name in shard.starts} == shard.starts, observed

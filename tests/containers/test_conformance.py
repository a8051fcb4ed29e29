"""Containers follow docs/semantics.md too: those rows in which who starts the operators could make a difference."""

import os
from pathlib import Path

import pytest

from tests.conformance.embedded import Embedded
from tests.conformance.embedded_shards import EmbeddedShards
from tests.conformance.scenarios import check, scenarios
from tests.conformance.shards import check_shard, shards
from tests.containers.conftest import Contained

ROWS = (
    "an alias names the result and is told to the operator",
    "a result reaches its reader in the next stage",
    "siblings of a failed operator finish, and bad input is never tried again",
    "what may pass by itself is tried again until the limit",
    "what passes by itself costs an attempt and nothing else",
    "an operator that needs more memory than its limit is tried once more, and the limit is named",
    "an operator that writes nothing has a defect",
    "an operator that takes longer than it may is TimedOut",
    "cancelling stops what runs and keeps what was written",
    "a file that a parameter names is read",
)
# A signal that it sends itself does not reach a container's first process: another row has a process that just ends.
TOGETHER = (
    "all items of a step are one process",
    "an unusable item in the middle fails with its own sentence, and its neighbours do not",
    "what depends on a failed step of one item is not run for it, and is for the others",
    "a temporary failure of one item is repeated for it alone",
    "a process that ends well in the middle leaves the rest to another one",
    "an item that needs too much memory fails with the sentence of one alone",
    "cancelling keeps what has a verdict",
)
KNOWN = {scenario.name: scenario for scenario in scenarios()}


@pytest.mark.parametrize("name", ROWS, ids=lambda name: name.replace(" ", "-"))
def test_containers(name: str, tmp_path: Path, cache: Path, contained: Contained) -> None:
    check(KNOWN[name], Embedded(tmp_path, cache, contained).run(KNOWN[name]))

    assert contained.running(os.getpid()) == [], "none is left behind"


@pytest.mark.parametrize("name", TOGETHER, ids=lambda name: name.replace(" ", "-"))
def test_containers_with_many_items(name: str, tmp_path: Path, cache: Path, contained: Contained) -> None:
    (shard,) = [each for each in shards() if each.name == name]
    check_shard(shard, EmbeddedShards(tmp_path, cache, contained).run_shard(shard))

    assert contained.running(os.getpid()) == [], "none is left behind"

"""The embedded engine does with several items what docs/semantics.md says, row by row."""

from pathlib import Path

import pytest

from tests.conformance.embedded_shards import EmbeddedShards
from tests.conformance.shards import Shard, check_shard, shards
from tests.conformance.test_embedded import cache as cache  # noqa: PLC0414 - a fixture


@pytest.mark.parametrize("shard", shards(), ids=lambda each: each.name.replace(" ", "-"))
def test_the_embedded_engine(shard: Shard, tmp_path: Path, cache: Path) -> None:
    check_shard(shard, EmbeddedShards(tmp_path, cache).run_shard(shard))

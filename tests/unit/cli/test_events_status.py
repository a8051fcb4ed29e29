"""What waits for which sink, and what was put aside."""

from dataclasses import replace
from pathlib import Path

from media_insights.cli.events_status import status_lines
from media_insights.events.outbox import Outbox
from media_insights.storage.folder import FolderStore
from tests.unit.events.made import asset_manifest, entry_of


def test_everything_that_is_not_delivered_is_told(tmp_path: Path) -> None:
    outbox = Outbox(FolderStore(tmp_path, "media"))
    outbox.store.ensure_bucket()
    assert list(status_lines(outbox)) == []
    first, second = entry_of(3), entry_of(1, of=asset_manifest("asset-2"), seconds=5)
    outbox.put(replace(first, failing={"one": "2026-05-01T12:00:02.000000Z"}))
    outbox.put(second)
    outbox.bury(second, second.events[0], "two", "no: \x1b[2J")
    assert list(status_lines(outbox)) == [
        "n: events of 2 assets wait, the oldest since 2026-05-01T12:00:00.000000Z (clip)",
        "  one has not taken those of 1 assets since 2026-05-01T12:00:02.000000Z",
        "n: 1 events were put aside for two; `events replay n --sink two --dead`",
        "  2026-05-01T12:00:05.000000Z two asset-2/1 dev.mediainsights.asset.changed: no: \\x1b[2J",
    ]
    assert list(status_lines(outbox, "other")) == []

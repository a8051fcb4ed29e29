"""Logs of a machine's own runs: to their last byte, each byte read once, and of endless ones the end."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain.running import log_lines
from media_insights.local.serving import log_files
from media_insights.local.serving.log_files import GrowingLog, LogFiles
from media_insights.ports.runs import LogLine
from tests.unit.controller.objects import execution

ENDED, RUNNING = execution("Complete"), execution("Started")


def read(log: GrowingLog, *, is_last: bool = False) -> list[str]:
    return [line for lines in log.lines(is_last=is_last) for line in lines]


@dataclass
class Recorded:
    """An execution that goes on until its log was written: ``content`` piece by piece, one at each question for it."""

    log: Path
    content: list[bytes]
    asked: list[str] = field(default_factory=list)

    async def get(self, namespace: str, name: str) -> MediaExecution:
        self.asked.append(f"{namespace}/{name}")
        with self.log.open("ab") as file:
            file.write(self.content.pop(0))
        return RUNNING if self.content else ENDED


@pytest.fixture
def log(tmp_path: Path) -> Path:
    found = tmp_path / "logs" / ENDED.metadata.name / "labels.log"
    found.parent.mkdir(parents=True)
    return found


def written(log: Path, content: bytes) -> Path:
    log.write_bytes(content)
    return log


async def told(log: Path, content: list[bytes], *, follow: bool = True, operator: str = "") -> list[LogLine]:
    recorded: Any = Recorded(log, content)
    files = LogFiles(log.parents[2], recorded)
    return [each async for each in files.lines(ENDED, operator, follow=follow)]


@pytest.mark.parametrize("follow", [True, False])
@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"deep\nwater", ["deep", "water"]), (b"deep\n\nwater\r\n", ["deep", "", "water"]), (b"", [])],
    ids=["without an end", "with one", "empty"],
)
async def test_the_last_line_is_told_whether_it_has_an_end(
    log: Path, content: bytes, expected: list[str], *, follow: bool
) -> None:
    assert await told(written(log, content), [b""], follow=follow) == [LogLine("labels", each) for each in expected]


async def test_what_is_written_meanwhile_is_told_line_by_line(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_files, "_PAUSE", 0.0)
    lines = await told(log, [b"de", b"ep\nwa", b"te", b"r"])
    assert [each.text for each in lines] == ["deep", "water"]


async def test_only_the_log_of_the_operator_is_told(log: Path) -> None:
    written(log, b"deep\n")
    written(log.with_name("proxy.log"), b"made\n")
    assert await told(log, [b""], operator="proxy") == [LogLine("proxy", "made")]


def test_what_has_no_end_yet_is_not_read_again(log: Path) -> None:
    log.write_bytes(b"deep")
    growing = GrowingLog(log)
    assert read(growing) == []
    log.write_bytes(b"----\n")  # what was read is not on the disk any more
    assert read(growing) == ["deep"]


def test_of_an_endless_log_the_end_is_told_and_what_is_left_out(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_lines, "MOST_OF_A_LOG", 6)
    log.write_bytes(b"deep\nwater\n")
    growing = GrowingLog(log)
    assert read(growing) == [f"(the first 5 bytes of this log are left out: {log} has them)", "water"]
    with log.open("ab") as file:
        file.write(b"a longer line\n")
    assert read(growing) == ["a longer line"]


def test_a_line_without_an_end_is_told_in_parts(log: Path) -> None:
    log.write_bytes(b"x" * 200_000)
    growing = GrowingLog(log)
    assert [len(each) for each in read(growing)] == [65_536] * 3
    assert [len(each) for each in read(growing, is_last=True)] == [200_000 - 3 * 65_536]

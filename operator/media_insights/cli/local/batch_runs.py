"""Run of many files: progress, summary, and the list of what failed."""

import asyncio
import json
import resource
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from media_insights.cli.local.interactive_runs import interruptible
from media_insights.cli.local.run_requests import RunArguments, named
from media_insights.cli.terminal.batch_progress import open_batch_progress
from media_insights.cli.terminal.batch_report import print_report, report_of
from media_insights.cli.terminal.failures import FAILED, INTERRUPTED, USAGE, WAITING, Failure
from media_insights.cli.terminal.files import writable_folder, write_whole
from media_insights.cli.terminal.formats import Format, emit
from media_insights.domain.planning.shards import ShardLimits
from media_insights.domain.quantities import quantity_of
from media_insights.local.batches import Batch, BatchState
from media_insights.local.media_folders import found_files
from media_insights.local.requests import RunRequest
from media_insights.local.workplaces import Workplace

FAILURES = "failures.ndjson"
"""File of the results folder with a line for each file that did not end Complete in the newest run of many files."""


def limits_of(items: int, size: str) -> ShardLimits:
    """Return the limits of a shard. Raises Failure for a size that is none."""
    try:
        least = int(quantity_of(size))
    except ValueError as error:
        raise Failure(f"--shard-bytes {size}: write a size such as 2Gi ({error})", code=USAGE) from error
    if least < 1:
        raise Failure(f"--shard-bytes {size}: write a size above zero, such as 2Gi", code=USAGE)
    return ShardLimits(items=items, bytes=least)


def run_batch(words: RunArguments, request: RunRequest, place: Workplace, limits: ShardLimits, output: Format) -> int:
    """Run what the files have in common over each of them, and return the exit code."""
    found = found_files(words.paths, words.selection, leave_out=(words.output, words.cache))
    if not found.files:
        raise Failure(
            f"{', '.join(map(str, words.paths))}: no file there is wanted ({found.skipped} skipped)", code=USAGE
        )
    place = replace(place, output=writable_folder(words.output))
    _allow_open_files()
    taken: dict[str, str] = {}
    with open_batch_progress(f"{len(found.files)} files: {request.workflow}") as view:
        batch = Batch(
            files=found.files,
            request_of=lambda file: named(request, file, place.output, taken),
            place=place,
            limits=limits,
            on_change=view.show,
        )
        state = asyncio.run(interruptible(batch.run()))
    _write_failures(state, place.output / FAILURES)
    if output is Format.TABLE:
        print_report(state, found.skipped, words.output / FAILURES)
    else:
        emit(report_of(state, found.skipped), output)
    return _code(state)


def _write_failures(state: BatchState, file: Path) -> None:
    if not state.endings:
        file.unlink(missing_ok=True)
        return
    with write_whole(file) as partial, partial.open("w", encoding="utf-8", errors="backslashreplace") as lines:
        for each in report_of(state, 0)["endings"]:
            lines.write(f"{json.dumps(each, ensure_ascii=False)}\n")


def _allow_open_files() -> None:
    """Allow as many open files as the system does: each item of a shard holds a lock."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _code(state: BatchState) -> int:
    if state.counts["Cancelled"] or state.not_begun:
        return INTERRUPTED
    if state.failed:
        return FAILED
    return WAITING if state.counts["Waiting"] else 0

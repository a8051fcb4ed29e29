"""`media-insights run` over folders and several files: each is an asset of its own, and one fails alone."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from media_insights.cli.local.engine_options import cache_of
from tests.unit.cli.local.test_run_command import OPERATORS, Run
from tests.unit.cli.local.test_run_command import run as run  # noqa: PLC0414 - a fixture

BAD_AT_66 = (
    "--set",
    "test-operator.only=bad",
    "--set",
    "test-operator.exitCode=66",
    "--set",
    "test-operator.message=no",
)


def write(**texts: str) -> None:
    for name, text in texts.items():
        path = Path("media") / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".txt").write_text(f"{text} words.\n", encoding="utf-8")


def states() -> dict[str, str]:
    found = (yaml.safe_load(path.read_text()) for path in Path("results/mediaexecutions").glob("*.yaml"))
    return {each["spec"]["asset"]: each["status"]["state"] for each in found}


def report(out: str) -> Any:
    return json.loads(out)


def test_every_file_is_an_asset_and_one_fails_alone(run: Run) -> None:
    write(a="good", bad="bad", sub__a="good", 日本="good")
    Path("media/empty.txt").touch()

    ended = run("media", "-w", "tiny.yaml", *BAD_AT_66, "--shard-items", "2", "-o", "json")

    said = report(ended.out)
    assert ended.code == 1, ended
    assert said["states"] == {"Complete": 3, "Error": 1, "Rejected": 1}
    assert {each["message"] for each in said["failures"]} == {
        "test-operator: no",
        "empty.txt is empty; upload the file again",
    }
    assert sorted(states().values()) == ["Complete", "Complete", "Complete", "Error"]
    assert len([name for name in states() if name.startswith("a-")]) == 1, "the second file of a name has a suffix"
    lines = [json.loads(line) for line in Path("results/failures.ndjson").read_text().splitlines()]
    assert {each["file"] for each in lines} == {"media/bad.txt", "media/empty.txt"}


def test_the_same_command_again_does_what_is_missing(run: Run) -> None:
    write(a="good", bad="bad")
    assert run("media", "-w", "tiny.yaml", *BAD_AT_66).code == 1
    write(bad="mended", new="good")

    ended = run("media", "-w", "tiny.yaml", *BAD_AT_66, "-o", "json")

    assert ended.code == 0, ended
    assert (report(ended.out)["kept"], report(ended.out)["states"]) == (1, {"Complete": 2})
    assert not Path("results/failures.ndjson").exists()
    assert report(run("media", "-w", "tiny.yaml", *BAD_AT_66, "-o", "json").out)["kept"] == 3


def test_a_person_reads_counts_and_the_most_frequent_failures(run: Run) -> None:
    write(bad1="bad", bad2="bad", a="good", left="good")

    ended = run("media", "-w", "tiny.yaml", *BAD_AT_66, "--exclude", "LEFT*")

    assert "3 files  2 Error, 1 Complete, 1 skipped" in ended.out or "1 Complete, 2 Error, 1 skipped" in ended.out
    assert "2 ×  test-operator: no" in ended.out
    assert "3 of 3 files, 2 failed" in ended.err


def test_several_files_are_named(run: Run) -> None:
    write(a="good", b="good", c="good")

    ended = run("media/a.txt", "media/b.txt", "-w", "tiny.yaml", "-o", "json")

    assert (ended.code, report(ended.out)["states"]) == (0, {"Complete": 2})


REFUSALS: dict[str, tuple[Sequence[str], str]] = {
    "a manifest among files": (("media/a.txt", "tiny.yaml"), "tiny.yaml holds manifests: run it by itself"),
    "a file that is not there": (("media/a.txt", "none.txt"), "none.txt: there is no such file or folder"),
    "patterns beside manifests": (
        ("tiny.yaml", "--include", "*.jpg"),
        "--include and --exclude are for folders of media",
    ),
    "patterns that fit nothing": (("media", "--include", "*.jpg"), "media: no file there is wanted (1 skipped)"),
    "a size that is none": (("media", "--shard-bytes", "many"), "--shard-bytes many: write a size such as 2Gi"),
    "no size": (("media", "--shard-bytes", "0"), "--shard-bytes 0: write a size above zero"),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_run_is_refused_before_anything_is_written(
    words: Sequence[str], sentence: str, run: Run
) -> None:
    write(a="good")

    ended = run(*words, "-w", "tiny.yaml")

    assert ended.code == 2, ended
    assert sentence in ended.err
    assert not Path("results").exists()


def _eventually_complete(asset: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 240
    while states().get(asset) != "Complete":
        assert time.monotonic() < deadline, "a file is Complete before a slow neighbour is"
        assert process.poll() is None
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_was_done_when_it_was_stopped_stays_done(run: Run, tmp_path: Path, number: signal.Signals) -> None:
    write(a="good", slow="slow", z="good")
    slow = ("--set", "test-operator.only=slow", "--set", "test-operator.seconds=600")
    program = [sys.executable, "-m", "media_insights", "run", "media", "-w", "tiny.yaml", *slow]
    options = ["--operators", str(OPERATORS), "--cache", str(cache_of(None))]
    with subprocess.Popen([*program, *options], cwd=tmp_path, env={**os.environ, "COLUMNS": "120"}) as process:
        try:
            _eventually_complete("a", process)
            process.send_signal(number)
            code = process.wait(60)
        finally:
            process.kill()

    assert code == (-number if number is signal.SIGKILL else 130)
    write(slow="good")
    ended = run("media", "-w", "tiny.yaml", *slow, "-o", "json")
    assert ended.code == 0, ended
    assert (report(ended.out)["kept"], report(ended.out)["states"]) == (1, {"Complete": 2})

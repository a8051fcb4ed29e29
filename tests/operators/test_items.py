"""Many items in one process: each has a verdict of its own, and none suffers from another."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SDK = Path(__file__).parents[2] / "operators-images/_sdk"
NOT_FINITE = "JSON cannot hold; it must be a finite number"
MAIN = """
import functools, os, signal, subprocess, sys, tempfile, time
from pathlib import Path
from media_operator import BadParameters, TryAgain, UnusableInput, run

@functools.cache
def loaded():
    with open(os.environ["LOADS"], "a") as file:
        file.write("loaded\\n")
    return bytearray(b"1") * (32 << 20)

def main(operator):
    model, word = loaded(), operator.require("source").read_text()
    print("printed for", word)
    if word == "child":
        subprocess.run(["sh", "-c", "echo said by a child >&2"], check=True)
    if word == "unusable":
        raise UnusableInput("the file is truncated")
    if word == "later":
        raise TryAgain("a device is busy")
    if word == "defect":
        return {"value": float("nan")}
    if word == "surrogate":
        raise UnusableInput("\\udcff.jpg is no image")
    if word == "exit":
        Path(os.environ["MEDIA_INSIGHTS_TERMINATION_LOG"]).write_text("it left by itself")
        sys.exit(66)
    if word == "link":
        (operator.outputs / "link").symlink_to("/etc/passwd")
    if word == "litter":
        tempfile.NamedTemporaryFile(delete=False).close()
    if word == "stop":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(30)
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "guess":
        operator.warn("Guessed", "the language was not told")
    if word == "hoard":
        main.hoard = bytearray(b"1") * (200 << 20)
    name = operator.context.get("asset", {}).get("name")
    return {"word": word, "asset": name, "threshold": operator.parameters["threshold"], "model": len(model)}

if __name__ == "__main__":
    run(main)
"""


@dataclass(frozen=True)
class Shard:
    """A folder of items, and what a process made of it."""

    root: Path

    def add(self, words: Iterable[str]) -> None:
        for number, word in enumerate(words):
            folder = self.root / f"in/items/{number}-{word}"
            folder.mkdir(parents=True)
            (folder / "source").write_text(word)
            (folder / "context.json").write_text(json.dumps({"asset": {"name": word}}))
        (self.root / "in/parameters.json").write_text('{"threshold": 0.5}')

    def run(self, environment: Mapping[str, str] | None = None) -> int:
        (self.root / "out").mkdir(exist_ok=True)
        (self.root / "tmp").mkdir(exist_ok=True)
        (self.root / "main.py").write_text(MAIN)
        place = {
            "MEDIA_INSIGHTS_IN": str(self.root / "in"),
            "MEDIA_INSIGHTS_OUT": str(self.root / "out"),
            "MEDIA_INSIGHTS_TERMINATION_LOG": str(self.root / "reason"),
            "ARGO_PROGRESS_FILE": str(self.root / "progress"),
            "LOADS": str(self.root / "loads"),
            "TMPDIR": str(self.root / "tmp"),
            "PYTHONPATH": str(SDK),
        }
        command = [sys.executable, str(self.root / "main.py")]
        return subprocess.run(command, env={**place, **(environment or {})}, check=False, timeout=60).returncode

    @property
    def verdicts(self) -> dict[str, tuple[int, str]]:
        found = {path.stem: json.loads(path.read_text()) for path in sorted((self.root / "out/verdicts").glob("*"))}
        return {name.partition("-")[2]: (each["exitCode"], each["message"]) for name, each in found.items()}

    @property
    def loads(self) -> int:
        return len((self.root / "loads").read_text().splitlines())

    def result(self, item: str) -> Any:
        return json.loads((self.root / f"out/items/{item}/result.json").read_text())

    def log(self, item: str) -> str:
        return (self.root / f"out/logs/{item}.log").read_text()


@pytest.fixture
def shard(tmp_path: Path) -> Shard:
    return Shard(tmp_path)


def test_what_is_loaded_for_one_item_serves_all(shard: Shard) -> None:
    shard.add(["a", "b", "c"])

    assert shard.run() == 0
    assert shard.verdicts == {"a": (0, ""), "b": (0, ""), "c": (0, "")}
    assert shard.result("1-b") == {"word": "b", "asset": "b", "threshold": 0.5, "model": 32 << 20}
    assert shard.loads == 1
    assert (shard.root / "progress").read_text().splitlines()[-1] == "3/3"


def test_every_failure_is_its_items_own(shard: Shard) -> None:
    shard.add(["a", "unusable", "later", "defect", "exit", "link", "surrogate", "z"])

    assert shard.run() == 0
    assert shard.verdicts == {
        "a": (0, ""),
        "unusable": (66, "the file is truncated"),
        "later": (75, "a device is busy"),
        "defect": (1, f"defect of the operator: ValueError: $.value is nan, which {NOT_FINITE}"),
        "exit": (66, "it left by itself"),
        "link": (1, "the output link is a link; an output must be a file of its own"),
        "surrogate": (66, "\\udcff.jpg is no image"),
        "z": (0, ""),
    }  # fmt: skip
    assert not (shard.root / "out/items/5-link/link").is_symlink()
    assert (shard.root / "reason").read_text() == "", "the process itself has nothing to say"


def test_what_is_printed_lies_with_the_item_and_defects_say_where(shard: Shard) -> None:
    shard.add(["child", "defect"])

    shard.run()

    assert shard.log("0-child").splitlines() == ["said by a child", "printed for child"]
    assert "Traceback" in shard.log("1-defect")
    assert "child" not in shard.log("1-defect")


def test_warnings_stand_in_the_result_and_in_the_verdict(shard: Shard) -> None:
    shard.add(["guess", "a"])

    shard.run()

    told = [{"Reason": "Guessed", "Message": "the language was not told"}]
    assert shard.result("0-guess")["Warnings"] == told
    assert json.loads((shard.root / "out/verdicts/0-guess.json").read_text())["warnings"] == told
    assert "Warnings" not in shard.result("1-a")


def test_sigterm_leaves_the_item_in_hand_without_a_verdict(shard: Shard) -> None:
    shard.add(["a", "stop", "z"])

    assert shard.run() == 128 + signal.SIGTERM
    assert shard.verdicts == {"a": (0, "")}
    assert (shard.root / "out/items/1-stop").is_dir(), "it had begun"
    assert not (shard.root / "out/items/2-z").exists(), "it had not"
    assert (shard.root / "reason").read_text() == "stopped before it finished"


def test_after_a_crash_a_further_process_does_what_has_no_verdict(shard: Shard) -> None:
    shard.add(["a", "crash", "z"])

    assert shard.run() == -signal.SIGSEGV
    (shard.root / "in/items/1-crash/source").write_text("mended")
    assert shard.run() == 0
    assert shard.verdicts == {"a": (0, ""), "crash": (0, ""), "z": (0, "")}
    assert shard.log("0-a").count("printed") == 1, "what has a verdict is not done again"


def test_what_one_item_leaves_behind_is_gone_before_the_next(shard: Shard) -> None:
    shard.add(["litter", "a"])

    shard.run()

    assert list((shard.root / "tmp").iterdir()) == []


def test_a_process_whose_memory_is_short_gives_way_to_a_fresh_one(shard: Shard) -> None:
    shard.add(["a", "b", "hoard", "y", "z"])

    assert shard.run({"MEDIA_INSIGHTS_MEMORY": str(256 << 20)}) == 0
    assert set(shard.verdicts.values()) == {(0, "")}
    assert shard.loads == 2, "one process until memory was short, one after"


@pytest.mark.parametrize("environment", [{}, {"MEDIA_INSIGHTS_MEMORY": str(256 << 20)}], ids=["one", "a fresh one"])
def test_nothing_of_mounted_models_is_left_when_the_process_ends(shard: Shard, environment: dict[str, str]) -> None:
    shard.add(["a", "hoard", "z"])
    (shard.root / "mounted").mkdir()

    assert shard.run(environment | {"MEDIA_INSIGHTS_MOUNTED_MODELS": str(shard.root / "mounted")}) == 0
    assert shard.loads == len(environment) + 1
    assert list((shard.root / "tmp").iterdir()) == []
    assert (shard.root / "mounted").is_dir()


def test_one_process_serves_all_where_memory_has_no_limit(shard: Shard) -> None:
    shard.add(["a", "hoard", "z"])

    assert shard.run() == 0
    assert shard.loads == 1


def test_wrong_parameters_are_the_whole_process_failure(shard: Shard) -> None:
    shard.add(["a", "b"])
    (shard.root / "in/parameters.json").write_text("[]")

    assert shard.run() == 2
    assert shard.verdicts == {}
    assert (shard.root / "reason").read_text() == "parameters.json must hold one JSON object, not a list"


def test_a_context_that_is_none_fails_its_item(shard: Shard) -> None:
    shard.add(["a", "b"])
    (shard.root / "in/items/0-a/context.json").write_text("[]")

    assert shard.run() == 0
    assert shard.verdicts == {"a": (2, "context.json must hold one JSON object, not a list"), "b": (0, "")}


def test_a_stub_writes_the_example_for_every_item(shard: Shard) -> None:
    shard.add(["a", "unusable"])
    (shard.root / "examples/1-first/out").mkdir(parents=True)
    (shard.root / "examples/1-first/out/result.json").write_text('{"stub": true}')

    assert shard.run({"STUB": "1"}) == 0
    assert shard.result("1-unusable") == {"stub": True}
    assert not (shard.root / "loads").exists()

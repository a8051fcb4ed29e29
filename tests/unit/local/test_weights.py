"""Models are fetched once, and only those that a run loads; what was fetched is known again."""

import asyncio
import json
from collections.abc import Collection
from pathlib import Path

import pytest
import yaml

from media_insights.catalogue.operator_folders import LocalOperator, operator_in
from media_insights.catalogue.problems import NotReady
from media_insights.catalogue.root import OPERATORS, WORKFLOWS
from media_insights.local.weights import Weights

BUILDER = """
import json, sys
from pathlib import Path

out, operator, *words = sys.argv[2:]
(Path(out) / operator).mkdir(parents=True, exist_ok=True)
with (Path(__file__).parents[2] / "asked.txt").open("a") as file:
    file.write(json.dumps(words) + "\\n")
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue whose builder only notes what it was asked for, and an operator of one's own that has two models."""
    for root in (OPERATORS, WORKFLOWS):
        (tmp_path / root).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dev/models").mkdir(parents=True)
    (tmp_path / "dev/models/build.py").write_text(BUILDER, "utf-8")
    folder = tmp_path / "operators/shots"
    folder.mkdir(parents=True)
    spec = {
        "resultName": "shots",
        "version": "1.0.0",
        "image": "shots",
        "models": [{"name": "one"}, {"name": "other"}],
    }
    manifest = {"kind": "MediaOperator", "metadata": {"name": "shots"}, "spec": spec}
    (folder / "operator.yaml").write_text(yaml.safe_dump(manifest), "utf-8")
    (folder / "models.yaml").write_text("models: []\n", "utf-8")
    return tmp_path


def build(folders: Path, *left_out: str) -> LocalOperator:
    operator = operator_in(folders / "operators/shots")
    asyncio.run(Weights(folders / "cache").build(operator, frozenset(left_out)))
    return operator


def asked(folders: Path) -> list[Collection[str]]:
    """What each start of the builder was told to leave out."""
    return [sorted(word[12:] for word in words if word.startswith("--leave-out=")) for words in starts(folders)]


def starts(folders: Path) -> list[list[str]]:
    """The arguments of each start of the builder, after the operator's name."""
    return [json.loads(line) for line in (folders / "asked.txt").read_text("utf-8").splitlines()]


def test_an_operator_of_ones_own_may_use_the_models_of_the_catalogue_and_of_those_beside_it(folders: Path) -> None:
    build(folders)
    assert starts(folders) == [[f"--operators={folders / OPERATORS}", f"--operators={folders / 'operators'}"]]


def test_what_a_run_does_without_is_not_fetched_until_another_needs_it(folders: Path) -> None:
    build(folders, "other")
    build(folders, "other")
    build(folders)
    build(folders, "other")
    build(folders)
    assert asked(folders) == [["other"], []]


def test_nothing_is_started_when_everything_is_left_out(folders: Path) -> None:
    build(folders, "one", "other")
    assert not (folders / "asked.txt").exists()


@pytest.mark.parametrize("changed", ["dev/models/build.py", "operators/shots/models.yaml"])
def test_what_decides_the_content_makes_it_be_looked_at_again(folders: Path, changed: str) -> None:
    build(folders)
    with (folders / changed).open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    build(folders)
    assert asked(folders) == [[], []]


def test_a_removed_folder_is_made_again(folders: Path) -> None:
    operator = build(folders)
    Weights(folders / "cache").folder(operator).rmdir()
    build(folders)
    assert asked(folders) == [[], []]


def test_without_a_builder_the_message_says_so(folders: Path) -> None:
    (folders / "dev/models/build.py").unlink()
    with pytest.raises(NotReady, match=r"shots declares models, but there is no .*build\.py"):
        build(folders)

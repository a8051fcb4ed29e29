"""`media-insights run` when something is wrong: one sentence, the documented exit code, nothing half done.

The command itself runs, with the test operator. What only another user, another process or another disk can show is in
`test_run_alone.py`.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from media_insights.__main__ import main
from media_insights.cli.local.engine_options import cache_of

OPERATORS = Path(__file__).parents[4] / "tests/operators-images"
WORKFLOW = {"stages": [{"name": "only", "operators": [{"name": "test-operator"}]}]}
Run = Callable[..., "Ended"]


@dataclass(frozen=True)
class Ended:
    """How the command ended, and what it said where."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an own folder, where `tiny.yaml` is a workflow of the test operator."""
    cache = cache_of(None)
    monkeypatch.chdir(tmp_path)
    workflow = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow", "metadata": {"name": "tiny"}}
    Path("tiny.yaml").write_text(yaml.safe_dump(workflow | {"spec": WORKFLOW}))

    def ran(*words: str) -> Ended:
        options = ["--operators", str(OPERATORS), "--cache", str(cache)]
        monkeypatch.setattr(sys, "argv", ["media-insights", "run", *words, *options])
        with pytest.raises(SystemExit) as ending:
            main()
        said = capsys.readouterr()
        return Ended(int(ending.value.code or 0), said.out, said.err)

    return ran


def _words() -> None:
    Path("words.txt").write_text("Some words.\n", encoding="utf-8")


TINY = ("words.txt", "--workflow", "tiny.yaml")
REFUSALS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no such file": (("nothing.txt", "-w", "tiny.yaml"), 2, "nothing.txt: there is no such file or folder"),
    "an empty file": (("empty.mp4", "-w", "tiny.yaml"), 2, "empty.mp4 is empty"),
    "a folder without manifests": (("folder",), 2, "folder holds no MediaAsset: name a media file"),
    "a manifest that is no YAML": (("broken.yaml",), 2, "broken.yaml cannot be read as YAML"),
    "an unknown workflow": (("words.txt", "-w", "full-analysys"), 2, "did you mean full-analysis?"),
    "a workflow's file that is not there": (("words.txt", "-w", "none.yaml"), 2, "there is no workflow 'none.yaml'"),
    "a setting without operator": ((*TINY, "--set", "seconds=1"), 2, "--set 'seconds=1': write OPERATOR.KEY=VALUE"),
    "a setting without value": ((*TINY, "--set", "test-operator.seconds"), 2, "--set 'test-operator.seconds': write"),
    "a results folder that is a file": ((*TINY, "--output", "words.txt"), 2, "--output words.txt cannot be made"),
    "no folder of operators": ((*TINY, "--operators", "none"), 2, "none: there is no such folder"),
    "a tag of no registry": ((*TINY, "--containers", "--tag", "v1"), 2, "--tag v1 belongs to a registry"),
    "a media type beside a manifest": (("tiny.yaml", "--media-type", "Text"), 2, "a manifest says spec.mediaType"),
    "an answer to nobody": ((*TINY, "--resume", "only"), 2, "--resume only"),
}


@pytest.mark.parametrize(("words", "code", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_run_is_refused_before_anything_is_written(
    words: tuple[str, ...], code: int, sentence: str, run: Run
) -> None:
    _words()
    Path("empty.mp4").touch()
    Path("folder").mkdir()
    Path("broken.yaml").write_text("kind: [")

    ended = run(*words)

    assert ended.code == code, ended
    assert sentence in ended.err
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1, "one sentence"
    assert not list(Path().glob("results/**/*.json"))


def test_the_media_type_can_be_said_of_a_file(run: Run) -> None:
    Path("film.mp4").write_text("Some words.\n" * 50)
    ended = run("film.mp4", "-w", "tiny.yaml", "--media-type", "Text")
    assert ended.code == 0, ended
    assert "mediaType: Text" in next(Path("results/mediaassets").glob("*.yaml")).read_text()


REJECTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "a setting of an unknown operator": ((*TINY, "--set", "test-operater.seconds=1"), "test-operator"),
    "an unknown setting": ((*TINY, "--set", "test-operator.secnds=1"), "did you mean seconds?"),
    "a setting of a wrong type": ((*TINY, "--set", "test-operator.seconds=many"), "test-operator.seconds"),
    "a setting out of range": ((*TINY, "--set", "test-operator.exitCode=999"), "255"),
    "text that is named like a film": (("film.mp4", "-w", "tiny.yaml"), "contains text"),
    "text that is said to be audio": ((*TINY, "--media-type", "Audio"), "declared as Audio"),
}


@pytest.mark.parametrize(("words", "sentence"), REJECTIONS.values(), ids=REJECTIONS)
def test_what_a_cluster_would_refuse_is_rejected_with_the_field(
    words: tuple[str, ...], sentence: str, run: Run
) -> None:
    _words()
    Path("film.mp4").write_text("Some words.\n" * 50)

    ended = run(*words)

    assert ended.code == 1, ended
    assert sentence in " ".join(ended.out.split())
    assert not list(Path("results").rglob("*.json"))


def test_an_operator_that_lies_here_and_was_not_named_is_pointed_out(run: Run) -> None:
    _words()
    Path("mine").mkdir()
    Path("mine/operator.yaml").touch()
    Path("tiny.yaml").write_text(Path("tiny.yaml").read_text().replace("test-operator", "mine"))
    ended = run(*TINY)
    assert ended.code == 1
    assert "unknown operator mine" in " ".join(ended.out.split())
    assert "mine: in this folder; add --operators ." in ended.out


def test_names_with_spaces_and_any_script_are_kept(run: Run) -> None:
    name = "Überraschung – 日本の 映画 (1).txt"
    Path(name).write_text("Some words.\n", encoding="utf-8")

    ended = run(name, "--workflow", "tiny.yaml", "--output", "Ergebnisse – 結果", "-o", "json")

    assert ended.code == 0, ended
    assert list(Path("Ergebnisse – 結果").rglob("testOperator.json"))
    (asset,) = Path("Ergebnisse – 結果/mediaassets").iterdir()
    assert yaml.safe_load(asset.read_text(encoding="utf-8"))["spec"]["title"] == name


@pytest.mark.parametrize(
    ("code", "message"), [(1, "a defect"), (2, "no such language"), (66, "the moov atom is missing")]
)
def test_an_operator_that_fails_leaves_no_result_and_says_why(code: int, message: str, run: Run) -> None:
    _words()
    ended = run(*TINY, "--set", f"test-operator.exitCode={code}", "--set", f"test-operator.message={message}")

    assert ended.code == 1
    assert message in ended.out
    assert not list(Path("results").rglob("testOperator.json"))
    assert not list(Path("results/.work").rglob("*.json")), "no sandbox stays"

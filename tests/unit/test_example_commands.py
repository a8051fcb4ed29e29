"""Every command of the examples' READMEs: its options exist, and what it names is in the example.

Commands that need a cluster are not executed here: `tests/e2e/test_examples.py` uploads and applies the examples. The
others are executed as printed, by `tests/operators/test_example_commands.py`.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dev.images import image_specs
from dev.images.places import Places
from media_insights.cli import app as embedded
from media_insights.cli.cluster import kubectl
from media_insights.cli.terminal.deferred import command_at
from tests.unit.test_catalogue_of_operators import ROOT
from tests.unit.test_examples import catalogue_of, documents, workflows_of

BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = {"mediaassets", "mediabatches", "mediaexecutions", "mediasources", "mediaworkflows", "mediaoperators"}
UNKNOWN_TO_US = ("pip", "export", "python", "printf", "buildah")
"""Programs of others: what they are given is checked, they are not."""


def commands_of(readme: Path) -> Iterator[list[str]]:
    """Yield the words of every command, without assignments of variables before it."""
    for block in BLOCK.findall(readme.read_text("utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            while words and re.match(r"[A-Z_]+=", words[0]):
                words.pop(0)
            if words:
                yield words


READMES = sorted((ROOT / "examples").rglob("README.md"))
COMMANDS = [(path.parent, words) for path in READMES for words in commands_of(path)]


def parsed(programs: dict[str, tuple[str, str]], words: list[str]) -> dict[str, Any]:
    """Parse a command as its program would, without carrying it out; fails on an option or a command that is none."""
    command: Any = command_at(programs[words[0]][0])
    context = command.make_context(words[0], words[1:])
    while hasattr(command, "resolve_command"):
        _, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        context = command.make_context(command.name, rest, parent=context)
    return dict(context.params)


def check_cluster_command(example: Path, words: list[str]) -> None:
    """What is asked of an asset is something that the example makes of it."""
    given = parsed(kubectl.COMMANDS, words)
    asset = given.get("asset")
    if asset is None:
        return
    (document,) = documents(example.name, "MediaAsset")
    assert asset == document["metadata"]["name"]
    named = {entry["name"] for entry in document["spec"]["workflows"]}
    stages = (stage for name in named for stage in workflows_of(example.name)[name].spec.stages)
    used = {entry.name for stage in stages for entry in stage.operators}
    if words[0] == "results" and given.get("operator"):
        assert given["operator"] in used
    if words[0] == "download":
        assert given["medium"] in {each.media for name in used for each in catalogue_of(example.name)[name].outputs}


def check_applied(example: Path, path: Path) -> None:
    files = [path] if path.is_file() else sorted(path.glob("*.yaml"))
    found = [each for file in files for each in yaml.safe_load_all(file.read_text("utf-8")) if each]
    assert found, f"{path} holds no object"
    assert example in (path, *path.parents)


def check_built(words: list[str]) -> None:
    names = dict(word.split("=", 1) for word in words[1:])
    products = image_specs.products(Places(ROOT, ROOT / "no-cache"))
    assert names["ONLY"] in products


@pytest.mark.parametrize(("example", "words"), COMMANDS, ids=[f"{path.name}: {' '.join(w)}" for path, w in COMMANDS])
def test_a_command_is_one_and_names_what_there_is(example: Path, words: list[str]) -> None:
    match words:
        case ["kubectl", "media", *rest]:
            check_cluster_command(example, rest)
        case ["kubectl", "apply", "-f", path]:
            check_applied(example, ROOT / path)
        case ["kubectl", "get", kinds, "-w"]:
            assert set(kinds.split(",")) <= KINDS
        case ["media-insights", *rest]:
            parsed(embedded.COMMANDS, rest)
        case ["make", "images", *_]:
            check_built(words[1:])
        case ["uv", "run", script, *_]:
            assert (ROOT / script).is_file()
        case ["helm", "upgrade", _, chart, *_]:
            assert (ROOT / chart / "Chart.yaml").is_file()
        case [program, *rest]:
            assert program in UNKNOWN_TO_US, f"nobody knows how to check {program}"
            assert all((example / word).is_file() for word in rest if word.endswith(".py"))
    missing = [word for word in words if word.startswith("examples/") and not (ROOT / word).exists()]
    assert not missing


def test_every_example_has_commands() -> None:
    assert {path.parent.name for path in READMES if path.parent.name != "examples"} == {
        example.name for example, _ in COMMANDS
    }

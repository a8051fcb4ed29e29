"""The examples of an operator, ``examples/<case>/{in,out}``: its test, its documentation, and what a stub emits.

``operators-images/_sdk/README.md`` describes the files. Must not be here: running them, which engines and tests do.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_insights.catalogue.comparison import Expectation, differences
from media_insights.catalogue.problems import Unusable
from media_insights.domain.running.contract import CONTEXT_FILE, PARAMETERS_FILE, ExitCode

SERVER = "server.json"
"""Answers of a server that the operator is to reach."""
TEST_MEDIA_SUFFIX = ".from.json"
"""Ends the name of a file that says of which test media an input is made."""
EXPECTATION = "expect.json"
UNREADABLE = bytes(range(256)) * 4
"""Content that is neither media nor text nor JSON: every input of an item that its neighbours must not notice."""
NO_DEFECT = (ExitCode.DONE, ExitCode.BAD_PARAMETERS, ExitCode.UNUSABLE_INPUT)
"""How an operator may end on such inputs."""


@dataclass(frozen=True, kw_only=True)
class CaseOutcome:
    """Exit code, outputs and messages of a run."""

    exit_code: int
    sentence: str
    """Why it failed, in the operator's words."""
    files: Mapping[str, bytes]
    stderr: str = ""


@dataclass(frozen=True)
class Case:
    """One example of one operator."""

    operator: str
    folder: Path

    @property
    def expectation(self) -> Expectation:
        """How to compare, and whether failing is what is expected. Raises Unusable when it cannot be read."""
        return Expectation.of(json_in(self.folder / "out" / EXPECTATION))

    @property
    def expected(self) -> dict[str, bytes]:
        """The expected outputs by file name."""
        return {path.name: path.read_bytes() for path in files_in(self.folder / "out") if path.name != EXPECTATION}

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that differ from their defaults."""
        return json_in(self.folder / "in" / PARAMETERS_FILE)

    @property
    def inputs(self) -> dict[str, Path]:
        """The inputs that are files as they are, by name."""
        apart = {PARAMETERS_FILE, CONTEXT_FILE, SERVER}
        found = [path for path in files_in(self.folder / "in") if path.name not in apart]
        return {path.name: path for path in found if not path.name.endswith(TEST_MEDIA_SUFFIX)}

    @property
    def needs_checkout(self) -> list[str]:
        """The files that only the checkout's tests can make something of: test media, servers, contexts."""
        names = [path.name for path in files_in(self.folder / "in")]
        return [name for name in names if name.endswith(TEST_MEDIA_SUFFIX) or name in (CONTEXT_FILE, SERVER)]

    def __str__(self) -> str:
        """Name the case as people do."""
        return f"{self.operator}/{self.folder.name}"


def cases_of(operator: Path) -> list[Case]:
    """Return the examples of an operator's folder, in order."""
    return [Case(operator.name, path) for path in sorted(operator.glob("examples/*")) if path.is_dir()]


def problems_of(case: Case, outcome: CaseOutcome) -> list[str]:
    """Return what differs from the expectation, a sentence each."""
    wanted = case.expectation
    if outcome.exit_code != wanted.exit_code:
        return [f"exit code {outcome.exit_code} instead of {wanted.exit_code}: {outcome.sentence}\n{outcome.stderr}"]
    if wanted.message not in outcome.sentence:
        return [f"the sentence is {outcome.sentence!r}; it must contain {wanted.message!r}"]
    found, expected = outcome.files, case.expected
    problems = [f"{name} is missing" for name in expected if name not in found]
    problems += [f"{name} was not expected" for name in found if name not in expected]
    for name in sorted(found.keys() & expected.keys()):
        problems += _file_problems(name, expected[name], found[name], wanted)
    return problems


def _file_problems(name: str, expected: bytes, found: bytes, wanted: Expectation) -> Iterator[str]:
    if name.endswith(".json"):
        yield from (f"{name} {text}" for text in differences(json.loads(expected), json.loads(found), wanted))
    elif expected and not found:
        yield f"{name} is empty"
    elif name.endswith((".vtt", ".srt", ".txt")) and expected != found:
        yield f"{name} differs:\n{found.decode()}"


def write_outputs(case: Case, outcome: CaseOutcome) -> None:
    """Write the outputs of a run as the expected ones; ``expect.json`` stays."""
    for name in case.expected:
        (case.folder / "out" / name).unlink()
    (case.folder / "out").mkdir(exist_ok=True)
    for name, content in outcome.files.items():
        (case.folder / "out" / name).write_bytes(_laid_out(content) if name.endswith(".json") else content)


def _laid_out(content: bytes) -> bytes:
    return (json.dumps(json.loads(content), indent=1, ensure_ascii=False) + "\n").encode()


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder by name; none where there is no folder."""
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def json_in(path: Path) -> dict[str, Any]:
    """Return the object that a file holds, empty where there is no file. Raises Unusable when it holds none."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
    except (ValueError, TypeError) as error:
        raise Unusable(f"{path} holds no JSON object: {error}") from error

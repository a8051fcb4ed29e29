"""Runs operators as `media-insights operator run` does, and keeps account of what they cost."""

import hashlib
import json
import resource
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from media_insights.catalogue.operator_folders import LocalOperator, operator_in, with_models
from media_insights.local import single
from tests.bench import trees
from tests.operators import media
from tests.operators.runs import OPERATORS, mounted_operators

Content = Path | bytes | Mapping[str, Any]
"""An input: a file, its bytes, or a value that becomes JSON."""


@dataclass(frozen=True)
class Answer:
    """What an operator wrote."""

    folder: Path

    @property
    def result(self) -> Any:
        """result.json."""
        return json.loads((self.folder / "result.json").read_text("utf-8"))

    def file(self, name: str) -> Path:
        """Return another output."""
        return self.folder / name


@dataclass
class Account:
    """What all runs of one operator cost together."""

    runs: int = 0
    cpu: float = 0.0
    """Seconds."""
    wall: float = 0.0
    """Seconds."""
    peak: int = 0
    """Most resident bytes of the operator and all that it started, at one moment of one run."""
    minutes: float = 0.0
    """Length of the media of those runs of which it is known."""
    cpu_of_minutes: float = 0.0
    """Seconds of those runs alone."""


@dataclass
class Bench:
    """A place to run operators, one at a time, so that their costs can be told apart."""

    scratch: Path
    accounts: dict[str, Account] = field(default_factory=dict)
    _answers: dict[str, Answer] = field(default_factory=dict)
    _count: int = 0

    def made(self, name: str) -> Path:
        """Return a new path for something that is made for the evaluation."""
        self._count += 1
        folder = self.scratch / f"{self._count:04}-made"
        folder.mkdir(parents=True)
        return folder / name

    def run(
        self,
        operator: str,
        inputs: Mapping[str, Content],
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = 0,
    ) -> Answer:
        """Run an operator on inputs that last so many seconds; the same question is asked once.

        Raises RuntimeError with its sentence when it fails.
        """
        question = _question(operator, inputs, parameters or {})
        if question not in self._answers:
            self._answers[question] = self._run(operator, inputs, parameters or {}, seconds)
        return self._answers[question]

    def _run(
        self, operator: str, inputs: Mapping[str, Content], parameters: Mapping[str, Any], seconds: float
    ) -> Answer:
        self._count += 1
        folder = self.scratch / f"{self._count:04}-{operator}"
        (folder / "given").mkdir(parents=True)
        given = single.OperatorRun(
            operator=_operator(operator),
            files={name: _file_of(content, folder / "given" / name) for name, content in inputs.items()},
            parameters=parameters,
            output=folder / "out",
            cache=media.cache().parent,
        )
        with self._booked(operator, seconds):
            facts = single.run_once(given)
        if facts.status != "Complete":
            raise RuntimeError(f"{operator} ended {facts.status}: {facts.message}")
        return Answer(folder / "out")

    @contextmanager
    def _booked(self, operator: str, seconds: float) -> Iterator[None]:
        account = self.accounts.setdefault(operator, Account())
        before, start = _children_cpu(), time.monotonic()
        with _Peak() as peak:
            yield
        cpu = _children_cpu() - before
        account.runs += 1
        account.cpu += cpu
        account.wall += time.monotonic() - start
        account.peak = max(account.peak, peak.bytes)
        account.minutes += seconds / 60
        account.cpu_of_minutes += cpu if seconds else 0


def _operator(name: str) -> LocalOperator:
    """Return an operator with the models that the caller mounts, so that theirs are measured."""
    operator, mounted = operator_in(OPERATORS / name), mounted_operators().get(name)
    return with_models(operator, mounted) if mounted else operator


class _Peak:
    """Looks at the memory of all our children until told to stop."""

    bytes = 0

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(trees.LOOK_SECONDS):
            self.bytes = max(self.bytes, trees.descendants_rss())


def _file_of(content: Content, path: Path) -> Path:
    if isinstance(content, Path):
        return content.resolve()
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def _question(operator: str, inputs: Mapping[str, Content], parameters: Mapping[str, Any]) -> str:
    parts = [operator, json.dumps(parameters, sort_keys=True), *(f"{name}={inputs[name]!r}" for name in sorted(inputs))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime

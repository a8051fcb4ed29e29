"""The folder in which one attempt of a step runs: the operator contract as files, and its outputs taken from there."""

import json
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from media_insights.domain.planning.context import context_of
from media_insights.domain.planning.plan import Plan, Step, WiredInput
from media_insights.domain.running import costs
from media_insights.domain.running.contract import (
    CONTEXT_FILE,
    CPU_TIME_FILE,
    GPU_FILE,
    LOG_BYTES,
    PARAMETERS_FILE,
    TERMINATION_BYTES,
    Variable,
)
from media_insights.domain.running.sentences import not_fetched
from media_insights.domain.traces import TraceContext
from media_insights.local.named_files import NamedFiles
from media_insights.storage.folder import FolderStore

_WORD_BYTES = 31
"""Bytes of the longest word on a GPU: what follows them is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """Folders ``in``, ``out``, ``tmp`` and the files for reason, progress and log, of one attempt."""

    root: Path
    log: Path
    """What the operator writes to stdout and stderr, one attempt after the other; kept."""
    log_start: int = 0
    """Bytes of the log that earlier attempts wrote."""
    store: Path = Path()
    """The folder that stands for the object store, for operators that may use it."""
    prefix: str = ""
    """Prefix of the execution's own files in it."""
    trace: TraceContext | None = None
    """The step's place in a trace; None: nothing is traced."""

    @property
    def inputs(self) -> Path:
        """The attempt's ``/in``."""
        return self.root / "in"

    @property
    def outputs(self) -> Path:
        """The attempt's ``/out``."""
        return self.root / "out"

    @property
    def temporary(self) -> Path:
        """The attempt's ``/tmp``."""
        return self.root / "tmp"

    @property
    def reason_file(self) -> Path:
        """The attempt's ``/dev/termination-log``."""
        return self.root / "termination-log"

    @property
    def progress_file(self) -> Path:
        """The attempt's file of progress, named by ARGO_PROGRESS_FILE."""
        return self.root / "progress"

    @property
    def trace_variables(self) -> dict[str, str]:
        """The variable by which the operator knows its place in a trace; none where nothing is traced."""
        return {Variable.TRACEPARENT: self.trace.traceparent} if self.trace else {}

    def progress(self) -> str:
        """Return the last ``N/M`` that the operator wrote."""
        lines = _text(self.progress_file).split()
        return lines[-1][:31] if lines and "/" in lines[-1] else ""

    def word_on_gpu(self) -> str:
        """Return what the operator says of the GPU that was reserved for it; empty when it says nothing."""
        return word_on_gpu(self.outputs)

    def cpu_seconds(self) -> float | None:
        """Return the CPU seconds that the operator tells, None when it tells none."""
        return costs.cpu_seconds_in(_word(self.outputs / CPU_TIME_FILE).encode())

    def sentence(self) -> str:
        """Return the operator's sentence from its termination log, or the end of its log where that is empty."""
        reason = _end_of(self.reason_file, TERMINATION_BYTES)
        return reason if reason.strip() else self.output(LOG_BYTES)

    def output(self, length: int = TERMINATION_BYTES) -> str:
        """Return the end of what this attempt, or whatever was to start it, wrote to stdout and stderr."""
        return _end_of(self.log, length, self.log_start)

    def remove(self) -> None:
        """Remove everything but the log."""
        shutil.rmtree(self.root, ignore_errors=True)


def word_on_gpu(outputs: Path) -> str:
    """Return what an operator says among its outputs of the GPU that was reserved for it; empty without a word."""
    return _word(outputs / GPU_FILE)


def _word(path: Path) -> str:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    try:
        regular = stat.S_ISREG(os.fstat(file).st_mode)
        return os.read(file, _WORD_BYTES).decode("utf-8", "replace").strip() if regular else ""
    finally:
        os.close(file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where the objects of a plan are on disk."""

    store: FolderStore
    source: Path
    named: NamedFiles | None = None
    """Where the files lie that parameters name."""

    def of(self, wired: WiredInput) -> Path:
        """Return the file of an input; it may not exist."""
        if wired.parameter is not None and self.named:
            return self.named.path(wired)
        return self.source if wired.from_source else self.store.path(wired.key)


def prepare(sandbox: Sandbox, plan: Plan, step: Step, files: Files) -> str:
    """Make the folders and put the inputs there; return why an input cannot be had as a sentence, or nothing."""
    make_folders(sandbox, step)
    return place_inputs(sandbox.inputs, plan, step, files)


def make_folders(sandbox: Sandbox, step: Step) -> None:
    """Make the folders of an attempt, its files for reason and progress, and the parameters."""
    for folder in (sandbox.inputs, sandbox.outputs, sandbox.temporary, sandbox.log.parent):
        folder.mkdir(parents=True, exist_ok=True)
    sandbox.reason_file.touch()
    sandbox.progress_file.touch()
    _write_json(sandbox.inputs / PARAMETERS_FILE, dict(step.parameters))


def place_inputs(folder: Path, plan: Plan, step: Step, files: Files) -> str:
    """Put the context and the inputs into a folder; return why an input cannot be had as a sentence, or nothing."""
    _write_json(folder / CONTEXT_FILE, context_of(plan, step))
    for wired in step.inputs:
        path = files.of(wired)
        if path.is_file():
            (folder / wired.name).symlink_to(path.resolve())
        elif not wired.optional:
            return not_fetched(wired.name, f"{path} does not exist")
    return ""


def store_outputs(outputs: Path, step: Step, store: FolderStore) -> str:
    """Move outputs under their final keys, the result last; return the file that is missing, or nothing.

    A link is no output, nor is what is no file: where one stands, the output is missing, an optional one too. Then
    nothing is stored.
    """
    written = {output.name: outputs / output.file for output in step.outputs}
    for output in step.outputs:
        path = written[output.name]
        is_there = os.path.lexists(path)
        if (is_there or not output.optional) and (path.is_symlink() or not path.is_file()):
            return output.file
    for output in sorted(step.outputs, key=lambda each: each.result):
        path = written[output.name]
        if path.is_file():
            target = store.path(output.key)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.chmod(0o644)
            os.chown(path, os.geteuid(), os.getegid())  # root's containers write as another user
            path.replace(target)
    return ""


def sizes_of(step: Step, files: Files) -> dict[str, int]:
    """Return key → bytes of the files that a step was given, and of those that were stored of it."""
    paths = {wired.key: files.of(wired) for wired in step.inputs}
    paths |= {output.key: files.store.path(output.key) for output in step.outputs}
    return {key: path.stat().st_size for key, path in paths.items() if path.is_file()}


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _end_of(path: Path, length: int, start: int = 0) -> str:
    try:
        with path.open("rb") as content:
            content.seek(max(start, path.stat().st_size - length))
            return content.read().decode("utf-8", "replace")
    except OSError:
        return ""

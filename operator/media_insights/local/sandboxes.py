"""The folder in which one attempt of a step runs: the operator contract as files, and its outputs taken from there."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from media_insights.domain.planning.context import context_of
from media_insights.domain.planning.plan import Plan, Step, WiredInput
from media_insights.local.named import NamedFiles
from media_insights.storage.folder import FolderStore

SENTENCE_LENGTH = 512
"""Characters of a reason that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """Folders ``in``, ``out``, ``tmp`` and the files for reason, progress and log, of one attempt."""

    root: Path
    log: Path
    """What the operator writes to stdout and stderr; kept."""
    store: Path = Path()
    """The folder that stands for the object store, for operators that may use it."""
    prefix: str = ""
    """Prefix of the execution's own files in it."""

    @property
    def inputs(self) -> Path:
        """Stands for /in."""
        return self.root / "in"

    @property
    def outputs(self) -> Path:
        """Stands for /out."""
        return self.root / "out"

    @property
    def temporary(self) -> Path:
        """Stands for /tmp."""
        return self.root / "tmp"

    @property
    def reason_file(self) -> Path:
        """Stands for /dev/termination-log."""
        return self.root / "termination-log"

    @property
    def progress_file(self) -> Path:
        """Stands for the file named by ARGO_PROGRESS_FILE."""
        return self.root / "progress"

    def progress(self) -> str:
        """Return the last ``N/M`` that the operator wrote."""
        lines = _text(self.progress_file).split()
        return lines[-1][:31] if lines and "/" in lines[-1] else ""

    def reason(self) -> str:
        """Return the operator's own sentence, or else the last line of its log."""
        lines = (_text(self.reason_file) or self.said()).strip().splitlines() or [""]
        return (lines[0] if _text(self.reason_file) else lines[-1]).strip()[:SENTENCE_LENGTH]

    def said(self) -> str:
        """Return the end of what the operator, or whatever was to start it, wrote to stdout and stderr."""
        return _tail(self.log)

    def remove(self) -> None:
        """Remove everything but the log."""
        shutil.rmtree(self.root, ignore_errors=True)


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


def prepared(sandbox: Sandbox, plan: Plan, step: Step, files: Files) -> str:
    """Make the folders and put the inputs there; return what is missing as a sentence, or nothing."""
    for folder in (sandbox.inputs, sandbox.outputs, sandbox.temporary, sandbox.log.parent):
        folder.mkdir(parents=True, exist_ok=True)
    sandbox.reason_file.touch()
    sandbox.progress_file.touch()
    _write_json(sandbox.inputs / "parameters.json", dict(step.parameters))
    _write_json(sandbox.inputs / "context.json", context_of(plan, step))
    for wired in step.inputs:
        path = files.of(wired)
        if path.is_file():
            (sandbox.inputs / wired.name).symlink_to(path.resolve())
        elif not wired.optional:
            return f"the input {wired.name} is missing: {path} does not exist"
    return ""


def stored(sandbox: Sandbox, step: Step, store: FolderStore) -> str:
    """Move the outputs under their final keys, the result last; return what is missing as a sentence, or nothing."""
    written = {output.name: sandbox.outputs / output.file for output in step.outputs}
    for output in step.outputs:
        path = written[output.name]
        if not output.optional and (path.is_symlink() or not path.is_file()):
            return f"ended well but did not write {output.file}: a defect of {step.operator}"
    for output in sorted(step.outputs, key=lambda each: each.result):
        path = written[output.name]
        if path.is_file() and not path.is_symlink():
            target = store.path(output.key)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.chmod(0o644)
            os.chown(path, os.geteuid(), os.getegid())  # root's containers write as another user
            path.replace(target)
    return ""


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _tail(path: Path) -> str:
    return _text(path)[-4096:]

"""Many items in one process: what an operator loads for the first of them is there for the others.

Each item lies in `in/items/<id>` as the single one of other runs lies in `in`, but for the parameters, which are those
of all. `out/items/<id>` is made when its turn comes, `out/verdicts/<id>.json` when it has ended, whole or not at all,
and `out/logs/<id>.log` holds what was printed meanwhile. An item with a verdict is never worked on again.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from media_operator import cpu_time, memory, mounted_models
from media_operator.errors import Terminated
from media_operator.operators import Operator, context_in
from media_operator.outputs import write_json
from media_operator.verdicts import Verdict, reason_file, report, verdict_of

Work = Callable[[Operator], None]

ITEMS = "items"


def are_in(inputs: Path) -> bool:
    """Return whether a folder of inputs is that of many items."""
    return (inputs / ITEMS).is_dir()


def execute_each(work: Work, operator: Operator, environ: Mapping[str, str]) -> int:
    """Do the work of every item that has no verdict, and return the exit code of the process: 0 when all have one.

    SIGTERM leaves the item in hand without a verdict. When memory becomes short after an item, a fresh process takes
    this one's place.
    """
    folders = sorted(path for path in (operator.inputs / ITEMS).iterdir() if path.is_dir())
    for done, folder in enumerate(folders):
        operator.progress(done, len(folders))
        kept = operator.outputs / "verdicts" / f"{folder.name}.json"
        if kept.exists():
            continue
        begun, spent = time.monotonic(), cpu_time.spent()
        verdict, item = _ending_of(work, folder, operator, environ)
        if verdict.is_last:
            report(verdict.sentence, environ)
            return verdict.code
        kept.parent.mkdir(exist_ok=True)
        known = {"exitCode": verdict.code, "message": verdict.sentence, "seconds": time.monotonic() - begun}
        write_json(kept, {**known, "cpuSeconds": cpu_time.spent() - spent, "warnings": item.told()})
        gc.collect()
        if done + 1 < len(folders) and memory.is_short(environ):
            _start_afresh(operator)
    operator.progress(len(folders), len(folders))
    return 0


def _ending_of(work: Work, folder: Path, process: Operator, environ: Mapping[str, str]) -> tuple[Verdict, Operator]:
    outputs = process.outputs / ITEMS / folder.name
    item = replace(process, inputs=folder, outputs=outputs, context={}, progress_file=None, warnings=[])
    with _log(process.outputs / "logs" / f"{folder.name}.log"), _scratch():
        try:
            outputs.mkdir(parents=True, exist_ok=True)
            item.context = context_in(folder)
            work(item)
        except SystemExit as error:
            return _exit_of(error, environ), item
        except (Exception, Terminated, KeyboardInterrupt) as error:  # noqa: BLE001 - the contract wants a code for each
            return verdict_of(error), item
    return Verdict(), item


def _exit_of(error: SystemExit, environ: Mapping[str, str]) -> Verdict:
    """Return the verdict of an item at which the operator ended the process by itself, with the sentence it left."""
    code = error.code if isinstance(error.code, int) else int(error.code is not None)
    file = reason_file(environ)
    sentence = file.read_text(errors="replace") if code and file.is_file() else ""
    if sentence:
        report("", environ)
    return Verdict(code, " ".join((sentence or (str(error.code) if isinstance(error.code, str) else "")).split()))


@contextmanager
def _log(path: Path) -> Iterator[None]:
    """Send what is printed meanwhile, by programs that are started too, to a file of its own."""
    path.parent.mkdir(exist_ok=True)
    before = os.dup(1), os.dup(2)
    with path.open("ab") as log:
        _redirect(log.fileno(), log.fileno())
    try:
        yield
    finally:
        _redirect(*before)
        for descriptor in before:
            os.close(descriptor)


def _redirect(output: int, errors: int) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(output, 1)
    os.dup2(errors, 2)


@contextmanager
def _scratch() -> Iterator[None]:
    """Have temporary files in a folder that goes when the item has ended: what one leaves, the next has no room for."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def _start_afresh(operator: Operator) -> NoReturn:
    mounted_models.leave(operator.models)  # what is registered for the end of a process does not run here
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the same program again

"""Runs an operator's main function and turns what happens into an exit code and one sentence."""

import inspect
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from media_operator import cpu_time, items
from media_operator.devices import DEVICES
from media_operator.errors import Terminated
from media_operator.operators import Operator
from media_operator.outputs import require_files
from media_operator.verdicts import report, verdict_of

Main = Callable[[Operator], dict[str, Any] | None]


def run(main: Main, folder: Path | None = None) -> NoReturn:
    """Run `main` as this process: the last line of an operator's main.py. Ends with the contract's exit code.

    `folder` is the operator's, which holds its examples; without it the one in which `main` is written.
    """
    signal.signal(signal.SIGTERM, _terminate)
    code = execute(main, os.environ, folder)
    sys.stdout.flush()
    sys.exit(code)


def execute(main: Main, environ: Mapping[str, str], folder: Path | None = None) -> int:
    """Run `main` and return the exit code. A dictionary it returns, with `Warnings`, becomes the output result.json.

    With STUB=1 the output of the operator's first example is emitted instead and `main` is not called. Where the
    inputs are those of many items, `main` is called for each of them (:mod:`media_operator.items`).
    """
    examples = (folder or Path(inspect.getfile(main)).resolve().parent) if environ.get("STUB") == "1" else None

    def work(operator: Operator) -> None:
        if examples:
            _emit_example(operator, examples)
        elif (result := main(operator)) is not None:
            operator.write_json("result.json", operator.with_warnings(result))
        require_files(operator.outputs)
        if DEVICES.leave_idle(environ):
            (operator.outputs / ".gpu").write_text("Idle")

    try:
        operator = Operator.of(environ)
        if items.are_in(operator.inputs):
            return items.execute_each(work, operator, environ)
        work(operator)
        operator.finish()
    except (Exception, Terminated, KeyboardInterrupt) as error:  # noqa: BLE001 - the contract wants a code for each
        verdict = verdict_of(error)
        report(verdict.sentence, environ)
        return verdict.code
    finally:
        cpu_time.leave(environ)
    return 0


def _emit_example(operator: Operator, folder: Path) -> None:
    examples = sorted(path for path in folder.glob("examples/*/out") if path.is_dir())
    if not examples:
        raise FileNotFoundError(f"STUB=1 needs {folder}/examples/<case>/out, and there is none")
    for source in sorted(examples[0].iterdir()):
        if source.name != "expect.json":
            with operator.output(source.name) as target:
                shutil.copyfile(source, target)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated

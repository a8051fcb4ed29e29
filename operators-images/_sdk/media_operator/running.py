"""Runs an operator's main function and turns what happens into an exit code and one sentence."""

import errno
import inspect
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from media_operator.errors import OperatorError, Terminated, TryAgain
from media_operator.operators import Operator
from media_operator.outputs import require_files

Main = Callable[[Operator], dict[str, Any] | None]

SENTENCE_LENGTH = 1000
"""Characters kept of a reason: it becomes a status message, which must stay readable."""


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

    With STUB=1 the output of the operator's first example is emitted instead and `main` is not called.
    """
    try:
        operator = Operator.of(environ)
        if environ.get("STUB") == "1":
            _emit_example(operator, folder or Path(inspect.getfile(main)).resolve().parent)
        elif (result := main(operator)) is not None:
            operator.write_json("result.json", operator.with_warnings(result))
        require_files(operator.outputs)
        operator.finish()
    except (Exception, Terminated, KeyboardInterrupt) as error:  # noqa: BLE001 - the contract wants a code for each
        code, sentence = _verdict(error)
        _report(sentence, environ)
        if code == 1:
            traceback.print_exc()
        return code
    return 0


def _verdict(error: BaseException) -> tuple[int, str]:
    match error:
        case OperatorError():
            return error.exit_code, str(error)
        case Terminated():
            return 128 + signal.SIGTERM, "stopped before it finished"
        case KeyboardInterrupt():
            return 128 + signal.SIGINT, "interrupted before it finished"
        case MemoryError():
            return 1, "ran out of memory; raise spec.resources.limits.memory of the operator"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return TryAgain.exit_code, "no space left on the volume of the outputs"
        case _:
            return 1, f"defect of the operator: {type(error).__name__}: {error}"


def _report(sentence: str, environ: Mapping[str, str]) -> None:
    sentence = " ".join(sentence.split())[:SENTENCE_LENGTH]
    sys.stderr.write(sentence + "\n")
    try:
        Path(environ.get("MEDIA_INSIGHTS_TERMINATION_LOG", "/dev/termination-log")).write_text(sentence)
    except OSError as error:
        sys.stderr.write(f"the reason could not be stored: {error}\n")


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

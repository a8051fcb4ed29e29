"""Verdict on an operator's work: its exit code, and the sentence that says why it failed."""

import errno
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from media_operator import exhaustion
from media_operator.errors import OperatorError, Terminated, TryAgain

SENTENCE_LENGTH = 1000
"""Characters kept of a reason: it becomes a status message, which must stay readable."""


@dataclass(frozen=True)
class Verdict:
    """How the work ended; without a word when it ended well."""

    code: int = 0
    sentence: str = ""

    @property
    def is_last(self) -> bool:
        """Whether the process was told to end: nothing further is to be begun."""
        return self.code in (128 + signal.SIGTERM, 128 + signal.SIGINT)


def verdict_of(error: BaseException) -> Verdict:
    """Return what an exception means in the contract; of a defect, print where it happened."""
    said = exhaustion.behind(error)
    code, sentence = (TryAgain.exit_code, f"{exhaustion.SENTENCE}: {said}") if said else _judged(error)
    # names of files may hold bytes that are no text
    sentence = " ".join(sentence.split())[:SENTENCE_LENGTH].encode("utf-8", "backslashreplace").decode()
    sys.stderr.write(sentence + "\n")
    if code == 1 and not isinstance(error, OperatorError):
        traceback.print_exception(error)
    return Verdict(code, sentence)


def _judged(error: BaseException) -> tuple[int, str]:
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


def reason_file(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the file that holds the process's sentence."""
    return Path(environ.get("MEDIA_INSIGHTS_TERMINATION_LOG", "/dev/termination-log"))


def report(sentence: str, environ: Mapping[str, str]) -> None:
    """Store a sentence as that of the process."""
    try:
        reason_file(environ).write_text(sentence)
    except OSError as error:
        sys.stderr.write(f"the reason could not be stored: {error}\n")

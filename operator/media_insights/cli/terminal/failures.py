"""Failures of commands: one sentence on stderr and an exit code."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from media_insights.catalogue.problems import Unusable, of_files
from media_insights.domain.wording import one_entry, visible
from media_insights.errors import InvalidImport, InvalidSettings, MediaInsightsError

USAGE = 2
"""Exit code: the command line is wrong."""
FAILED = 1
"""Exit code: the work did not end in Complete."""
WAITING = 3
"""Exit code: the work waits for a person; resume it."""
INTERRUPTED = 130
"""Exit code: Ctrl-C (128 + SIGINT)."""


class Failure(Exception):  # noqa: N818 - it is raised for people, who read the sentence, not the type
    """A command cannot continue. The message is one sentence: what was wrong, and what would be right."""

    def __init__(self, sentence: str, *, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    """Write one line to stderr, so that stdout holds nothing but answers; further ones of a name are indented."""
    sys.stderr.write(f"{one_entry(sentence)}\n")
    sys.stderr.flush()


def say_text(text: str) -> None:
    """Write what a program wrote to stderr, line by line."""
    sys.stderr.write(f"{visible(text)}\n")
    sys.stderr.flush()


_OF_WORDS = (Unusable, InvalidImport, InvalidSettings)
"""Errors of what the user wrote or named: they end with :data:`USAGE`."""


@contextmanager
def as_failures() -> Iterator[None]:
    """Turn errors of the product and of the machine into a Failure with their sentence.

    Decorates every command. Anything else stays a traceback: a defect.
    """
    try:
        yield
    except MediaInsightsError as error:
        raise Failure(str(error), code=USAGE if isinstance(error, _OF_WORDS) else FAILED) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(of_files(error, "the machine")) from error


def run_main(main: Callable[[], None]) -> None:
    """Run a command line; a :class:`Failure` becomes its sentence and exit code, Ctrl-C becomes 130."""
    try:
        main()
    except Failure as failure:
        say(f"error: {failure}")
        sys.exit(failure.code)
    except MediaInsightsError as error:
        say(f"error: {error}")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader (head, less) went away: not our fault, and nothing more to say.
        sys.stderr.close()
        sys.exit(FAILED)

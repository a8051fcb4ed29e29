"""Running other programs and reading their answers."""

import subprocess
from collections.abc import Mapping, Sequence

from dev.cluster.errors import ClusterError


def run(argv: Sequence[object], *, given: str | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return what it printed; ``given`` is its standard input.

    Raises :class:`ClusterError` with the end of its error output when it exits with anything but 0.
    """
    done = _execute(argv, given, env)
    if done.returncode != 0:
        shown = " ".join(str(word) for word in argv)
        message = f"`{shown[:300]}` ended with {done.returncode}: {done.stderr.strip()[-800:]}"
        raise ClusterError(message)
    return done.stdout


def succeeds(argv: Sequence[object]) -> bool:
    """Run a program to its end and return whether it exited with 0; its output is dropped."""
    return _execute(argv, None, None).returncode == 0


def _execute(
    argv: Sequence[object], given: str | None, env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in argv]
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False, env=env, input=given or "")
    except FileNotFoundError as error:
        message = f"the program {words[0]} is not installed"
        raise ClusterError(message) from error

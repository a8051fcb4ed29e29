"""Programs joined by pipes, as one of Apertium's `.mode` files lists them; without a shell.

What differs from the file: where programs and their data lie, and that each is started through the loader and the
libraries beside it, so that it runs on any Linux of its kind of machine.
"""

import shlex
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from media_operator.errors import BadParameters

Stage = tuple[str, ...]

LOADER = "ld-linux-x86-64.so.2"
_DATA = "/usr/share/apertium/"
_PLAIN = "-n"
"""Takes the place of `$1`: words that are not known are not marked."""
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": ""}


class PipelineError(Exception):
    """A program failed or took too long."""


def parse_mode(text: str, root: Path) -> tuple[Stage, ...]:
    """Return the commands of a `.mode` file, for an installation in `root` (bin, lib, share).

    Raises BadParameters when it asks for a program that is not there.
    """
    return tuple(_stage(shlex.split(command), root) for command in text.strip().split("|"))


def _stage(words: Sequence[str], root: Path) -> Stage:
    program, *arguments = words
    path = root / "bin" / Path(program).name
    if not path.is_file():
        raise BadParameters(f"{path} is missing: the model is not whole")
    placed = [_argument(word, root) for word in arguments if word != "$2"]
    # -z: what is between two NUL characters is translated by itself
    return (str(root / "lib" / LOADER), "--library-path", str(root / "lib"), str(path), "-z", *placed)


def _argument(word: str, root: Path) -> str:
    if word == "$1":
        return _PLAIN
    return str(root / "share" / word.removeprefix(_DATA)) if word.startswith(_DATA) else word


def run(stages: Sequence[Stage], content: bytes, seconds: float) -> bytes:
    """Return what the last program writes when the first one reads `content`. Raises PipelineError."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as taken:
        given.write(content)
        given.seek(0)
        _ended(_started(stages, given, taken), time.monotonic() + seconds)
        taken.seek(0)
        return taken.read()


def _started(stages: Sequence[Stage], given: IO[bytes], taken: IO[bytes]) -> list[subprocess.Popen[bytes]]:
    running: list[subprocess.Popen[bytes]] = []
    before = given
    for number, stage in enumerate(stages, start=1):
        after = taken if number == len(stages) else subprocess.PIPE
        running.append(subprocess.Popen(stage, stdin=before, stdout=after, stderr=subprocess.DEVNULL, env=_ENVIRONMENT))
        if number > 1:
            before.close()  # the programs hold it now: the one before must notice when the one after ends
        before = running[-1].stdout or taken
    return running


def _ended(running: Sequence[subprocess.Popen[bytes]], deadline: float) -> None:
    try:
        codes = [program.wait(max(0, deadline - time.monotonic())) for program in running]
    except subprocess.TimeoutExpired as late:
        raise PipelineError(f"{late.cmd[3]} takes too long") from late
    finally:
        for program in running:
            with suppress(ProcessLookupError):
                program.kill()
            program.wait()
    if any(codes):
        raise PipelineError(f"a program ended with one of the codes {codes}")

"""The one place that starts ffmpeg: a fixed set of guards before every input, and a child that never outlives us."""

import re
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NoReturn

import imageio_ffmpeg

from media_kits.video import limits
from media_operator.cpus import cpus
from media_operator.errors import TryAgain, UnusableInput
from media_operator.operators import Operator
from media_operator.result_warnings import Reason

CHANGED = b"Reconfiguring filter graph"
"""How ffmpeg says that a stream changed its format: size, layout, rate, colours. All filters begin anew then."""

LEVELS = re.compile(r"\[(panic|fatal|error|warning|info|verbose|debug)\] ")
SERIOUS = ("panic", "fatal", "error")
BOILERPLATE = re.compile(
    "Error opening|At least one output|Last message repeated|Conversion failed|Nothing was written|Terminating|"
    "Task finished with error|Error while (filtering|decoding)|Could not open encoder|Invalid return value"
)
"""Lines of ffmpeg that say that something failed, but not what."""


class FormatChanged(Exception):  # noqa: N818 - not an error: the run is done again in another way
    """Raised when a stream changed its format in the middle of a run whose filters must not begin anew."""


@dataclass(frozen=True)
class Feeder:
    """What stands before a run of ffmpeg: nothing, or another ffmpeg whose standard output is its input `pipe:0`."""

    arguments: Sequence[str] = ()
    watched: bool = False
    """Whether the run ends with FormatChanged as soon as a stream changes its format."""


NOBODY = Feeder()
"""No other ffmpeg, and no watch on formats."""


@dataclass(frozen=True)
class Finished:
    """What a run of ffmpeg left: its exit code, what it printed, and what it said."""

    code: int
    output: str
    messages: str

    @property
    def last_words(self) -> str:
        """The last line that ffmpeg said about what went wrong, without the address in front; "" when none."""
        lines = [_said_in(line) for line in _serious(self.messages)]
        return next((line[:200] for line in reversed(lines) if line and not BOILERPLATE.search(line)), "")

    @property
    def remarks(self) -> list[str]:
        """The first five different lines that ffmpeg said."""
        lines = [_said_in(line)[:200] for line in _serious(self.messages)]
        return list(dict.fromkeys(line for line in lines if line))[:5]

    def tell(self, operator: Operator) -> None:
        """Put what ffmpeg said into the warnings of the result."""
        for line in self.remarks:
            operator.warn(Reason.DECODER, line)

    def refuse(self, what: str) -> NoReturn:
        """Raise UnusableInput with `what` and ffmpeg's last words; TryAgain when the disk was the reason."""
        self._check_space()
        raise UnusableInput(f"{what} ({self.last_words})" if self.last_words else what)

    def must(self) -> "Finished":
        """Return itself when ffmpeg succeeded. Raises TryAgain for a full disk; anything else is our defect."""
        if self.code != 0:
            self._check_space()
            raise RuntimeError(f"ffmpeg ended with {self.code}: {self.last_words}")
        return self

    def _check_space(self) -> None:
        if "No space left on device" in self.messages:
            raise TryAgain("no space left on the volume of the outputs")


def guarded(source: Path, *before: str, containers: str = f"{limits.CONTAINERS},{limits.IMAGES}") -> list[str]:
    """Return the arguments that open `source` safely: local files only, known demuxers only, bounded buffers.

    `before` are further options of this input, for instance `-ss 10`.
    """
    # fmt: off
    return ["-protocol_whitelist", "file,pipe", "-format_whitelist", containers,
            "-max_streams", str(limits.MAX_STREAMS), "-max_pixels", str(limits.MAX_PIXELS),
            "-threads", str(cpus()), *before, "-i", f"file:{source}"]
    # fmt: on


def run(
    arguments: Sequence[str],
    *,
    folder: Path | None = None,
    timeout: float | None = None,
    on_line: Callable[[str], None] | None = None,
    feeder: Feeder = NOBODY,
) -> Finished:
    """Run ffmpeg in `folder` to its end; it is killed when we are stopped.

    `on_line` gets each line of its standard output as it comes, which is then not kept. Raises UnusableInput when it
    takes longer than `timeout` seconds or prints more lines than a sane source makes it print, and FormatChanged as
    `feeder` says.
    """
    kept: list[str] = []
    count = 0
    with _running(arguments, folder, timeout, feeder=feeder) as child:
        for raw in child.lines():
            line = raw.decode(errors="replace")
            count += 1
            if count > limits.MAX_LINES:
                raise UnusableInput("the file lists more packets than any video of 12 hours has; it is damaged")
            kept.append(line) if on_line is None else on_line(line)
    return Finished(child.code, "".join(kept), child.messages)


def blocks(
    arguments: Sequence[str],
    size: int,
    *,
    what: str = "frame",
    at_end: Callable[[Finished], None] | None = None,
    feeder: Feeder = NOBODY,
) -> Iterator[bytes]:
    """Yield the standard output of ffmpeg in blocks of exactly `size` bytes, as raw frames or samples come.

    `at_end` gets what ffmpeg said, after the last block. Raises UnusableInput naming `what` when not even one came.
    """
    count = 0
    with _running(arguments, None, None, feeder=feeder) as child:
        while len(block := child.output.read(size)) == size:
            count += 1
            yield block
    done = Finished(child.code, "", child.messages)
    if not count:
        done.refuse(f"no {what} could be decoded")
    if at_end is not None:
        at_end(done)


def feed(arguments: Sequence[str], pieces: Iterable[bytes]) -> Finished:
    """Run ffmpeg to its end on what comes piece by piece: the input `pipe:0`, raw frames or samples of ours."""
    with _running(arguments, None, None, fed=True) as child:
        child.take(pieces)
    return Finished(child.code, "", child.messages)


@dataclass
class _Child:
    """A running ffmpeg. Its messages are drained all the time, and only the first and last of them are kept."""

    process: "subprocess.Popen[bytes]"
    output: IO[bytes]
    changes: bool = True
    """Whether a stream may change its format."""
    late: bool = False
    changed: bool = False
    code: int = 0
    _head: bytearray = field(default_factory=bytearray)
    _tail: bytes = b""

    @property
    def messages(self) -> str:
        return (bytes(self._head) + self._tail).decode(errors="replace")

    def lines(self) -> Iterator[bytes]:
        while line := self.output.readline(limits.MAX_LINE):
            yield line

    def take(self, pieces: Iterable[bytes]) -> None:
        """Write what comes to its standard input and close that; an ffmpeg that has ended says itself why."""
        with suppress(BrokenPipeError), self._input as stream:
            for piece in pieces:
                stream.write(piece)

    @property
    def _input(self) -> IO[bytes]:
        if self.process.stdin is None:
            raise RuntimeError("ffmpeg was started without an input to write to")
        return self.process.stdin

    def listen(self, stream: IO[bytes]) -> None:
        recent = b""
        while chunk := stream.read1(65536):  # type: ignore[attr-defined]  # a pipe is a BufferedReader
            room = limits.MAX_MESSAGES - len(self._head)
            self._head += chunk[:room]
            self._tail = (self._tail + chunk[max(0, room) :])[-65536:]
            if not self.changes and CHANGED in recent + chunk:
                self.changed = True
                self.process.kill()
            recent = chunk[-len(CHANGED) :]

    def give_up(self) -> None:
        self.late = True
        self.process.kill()


@contextmanager
def _running(
    arguments: Sequence[str],
    folder: Path | None,
    timeout: float | None,
    *,
    fed: bool = False,
    feeder: Feeder = NOBODY,
) -> Iterator[_Child]:
    with _fed_by(feeder, fed=fed) as source:
        process = subprocess.Popen(
            command(arguments), cwd=folder, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        if process.stdout is None or process.stderr is None:
            raise RuntimeError("ffmpeg was started without its pipes")
        child = _Child(process, process.stdout, changes=not feeder.watched)
        listener = threading.Thread(target=child.listen, args=(process.stderr,), daemon=True)
        clock = threading.Timer(timeout or 0, child.give_up)
        listener.start()
        if timeout is not None:
            clock.start()
        try:
            yield child
            child.code = process.wait()
        finally:
            clock.cancel()
            process.kill()
            process.wait()
            listener.join()
            process.stdout.close()
            process.stderr.close()
    if child.changed:
        raise FormatChanged
    if child.late:
        raise UnusableInput(f"the file could not be read within {timeout:.0f} seconds; it is damaged")


@contextmanager
def _fed_by(feeder: Feeder, *, fed: bool) -> Iterator[int | IO[bytes]]:
    """Give what the standard input of a run is: a pipe of ours, another ffmpeg, or nothing."""
    if not feeder.arguments:
        yield subprocess.PIPE if fed else subprocess.DEVNULL
        return
    process = subprocess.Popen(
        command(feeder.arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    if process.stdout is None:
        raise RuntimeError("ffmpeg was started without its pipes")
    try:
        yield process.stdout
    finally:
        process.stdout.close()
        process.kill()
        process.wait()


def command(arguments: Sequence[str]) -> list[str]:
    """Return the whole command line: what holds for every run, then the arguments."""
    threads = str(cpus())
    # fmt: off
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-max_alloc", str(limits.MAX_ALLOCATION),
            "-filter_threads", threads, "-filter_complex_threads", threads, *arguments]
    # fmt: on


def _said_in(line: str) -> str:
    return re.sub(r"^(\[[^\]]*\]\s*)+", "", line).strip()


def _serious(messages: str) -> list[str]:
    """Return the lines that say what went wrong: where ffmpeg names the level of each, those of errors only."""
    lines = messages.splitlines()
    levels = [LEVELS.search(line) for line in lines]
    if not any(levels):
        return lines
    return [line for line, level in zip(lines, levels, strict=True) if level and level[1] in SERIOUS]

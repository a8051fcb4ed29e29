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

BOILERPLATE = re.compile(
    "Error opening|At least one output|Last message repeated|Conversion failed|Nothing was written|Terminating|"
    "Task finished with error|Error while (filtering|decoding)|Could not open encoder|Invalid return value"
)
"""Lines of ffmpeg that say that something failed, but not what."""


@dataclass(frozen=True)
class Finished:
    """What a run of ffmpeg left: its exit code, what it printed, and what it said."""

    code: int
    output: str
    messages: str

    @property
    def last_words(self) -> str:
        """The last line that ffmpeg said about what went wrong, without the address in front; "" when none."""
        lines = [_said_in(line) for line in self.messages.splitlines()]
        return next((line[:200] for line in reversed(lines) if line and not BOILERPLATE.search(line)), "")

    @property
    def remarks(self) -> list[str]:
        """The first five different lines that ffmpeg said."""
        lines = [_said_in(line)[:200] for line in self.messages.splitlines()]
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
) -> Finished:
    """Run ffmpeg in `folder` to its end; it is killed when we are stopped.

    `on_line` gets each line of its standard output as it comes, which is then not kept. Raises UnusableInput when it
    takes longer than `timeout` seconds or prints more than a sane source makes it print.
    """
    kept: list[str] = []
    size = 0
    with _running(arguments, folder, timeout) as child:
        for raw in child.lines():
            line = raw.decode(errors="replace")
            size += len(line)
            if on_line is not None:
                on_line(line)
            elif size <= limits.MAX_LISTING:
                kept.append(line)
            else:
                raise UnusableInput("the file lists more packets than any video of 12 hours has; it is damaged")
    return Finished(child.code, "".join(kept), child.messages)


def blocks(
    arguments: Sequence[str],
    size: int,
    *,
    what: str = "frame",
    at_end: Callable[[Finished], None] | None = None,
) -> Iterator[bytes]:
    """Yield the standard output of ffmpeg in blocks of exactly `size` bytes, as raw frames or samples come.

    `at_end` gets what ffmpeg said, after the last block. Raises UnusableInput naming `what` when not even one came.
    """
    count = 0
    with _running(arguments, None, None) as child:
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
    late: bool = False
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
        while chunk := stream.read1(65536):  # type: ignore[attr-defined]  # a pipe is a BufferedReader
            room = limits.MAX_MESSAGES - len(self._head)
            self._head += chunk[:room]
            self._tail = (self._tail + chunk[max(0, room) :])[-65536:]

    def give_up(self) -> None:
        self.late = True
        self.process.kill()


@contextmanager
def _running(
    arguments: Sequence[str], folder: Path | None, timeout: float | None, *, fed: bool = False
) -> Iterator[_Child]:
    source = subprocess.PIPE if fed else subprocess.DEVNULL
    process = subprocess.Popen(
        command(arguments), cwd=folder, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    if process.stdout is None or process.stderr is None:
        raise RuntimeError("ffmpeg was started without its pipes")
    child = _Child(process, process.stdout)
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
    if child.late:
        raise UnusableInput(f"the file could not be read within {timeout:.0f} seconds; it is damaged")


def command(arguments: Sequence[str]) -> list[str]:
    """Return the whole command line: what holds for every run, then the arguments."""
    threads = str(cpus())
    # fmt: off
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-max_alloc", str(limits.MAX_ALLOCATION),
            "-filter_threads", threads, "-filter_complex_threads", threads, *arguments]
    # fmt: on


def _said_in(line: str) -> str:
    return re.sub(r"^(\[[^\]]*\]\s*)+", "", line).strip()

"""The one place that starts ffmpeg: a fixed set of guards before every input, and a child that never outlives us."""

import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from media_kits.video import codecs, limits
from media_kits.video.finished import Finished
from media_operator.cpus import cpus
from media_operator.errors import UnusableInput

CHANGED = b"Reconfiguring filter graph"
"""How ffmpeg says that a stream changed its format: size, layout, rate, colours. All filters begin anew then."""


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


def guarded(source: Path, *before: str, containers: str = f"{limits.CONTAINERS},{limits.IMAGES}") -> list[str]:
    """Return the arguments that open `source` safely: local files, known demuxers and decoders, bounded buffers.

    `before` are further options of this input, for instance `-ss 10`.
    """
    # fmt: off
    return ["-protocol_whitelist", "file,pipe", "-format_whitelist", containers, "-codec_whitelist", codecs.DECODERS,
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

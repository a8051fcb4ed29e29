"""The one place that starts ffmpeg: a fixed set of guards before every input, and a child that never outlives us."""

import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import limits

from media_operator import cpus

TEXT_LIMIT = 64 * 2**20


@dataclass(frozen=True)
class Finished:
    """What a run of ffmpeg left: its exit code, what it printed, and what it said."""

    code: int
    output: str
    messages: str

    @property
    def last_words(self) -> str:
        """The last line that ffmpeg said, without the address in front."""
        lines = [re.sub(r"^\[[^\]]*\]\s*", "", line).strip() for line in self.messages.splitlines()]
        return next((line[:200] for line in reversed(lines) if line and "Last message repeated" not in line), "")


def guarded(source: Path, *, picture: bool = False) -> list[str]:
    """Return the arguments that open `source` safely: local files only, known demuxers only, bounded buffers."""
    formats = limits.PICTURES if picture else f"{limits.CONTAINERS},{limits.PICTURES}"
    # fmt: off
    return ["-protocol_whitelist", "file,pipe", "-format_whitelist", formats,
            "-max_streams", str(limits.MAX_STREAMS), "-max_pixels", str(limits.MAX_PIXELS),
            "-threads", str(cpus()), "-i", f"file:{source}"]
    # fmt: on


def run(
    arguments: Sequence[str],
    *,
    folder: Path | None = None,
    timeout: float | None = None,
    on_line: Callable[[str], None] | None = None,
) -> Finished:
    """Run ffmpeg in `folder` to its end; kill it after `timeout` seconds (TimeoutExpired) or when we are stopped.

    `on_line` gets each line of its standard output as it comes, which is then not kept.
    """
    threads = str(cpus())
    # fmt: off
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y",
               "-max_alloc", str(limits.MAX_ALLOCATION), "-filter_threads", threads,
               "-filter_complex_threads", threads, *arguments]
    # fmt: on
    with tempfile.TemporaryFile() as messages:
        child = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=messages, text=True, errors="replace"
        )
        try:
            output = _read(child, timeout, on_line)
        finally:
            child.kill()
            child.wait()
        messages.seek(0)
        return Finished(child.returncode, output, messages.read(TEXT_LIMIT).decode(errors="replace"))


def _read(child: "subprocess.Popen[str]", timeout: float | None, on_line: Callable[[str], None] | None) -> str:
    if on_line is None or child.stdout is None:
        output, _ = child.communicate(timeout=timeout)
        return output
    for line in child.stdout:
        on_line(line)
    child.wait(timeout)
    return ""

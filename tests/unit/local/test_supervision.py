"""Nothing that the engine starts outlives it, and nothing uses more memory than it may."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from media_insights.local.supervision import Command, start

ENGINE = """
import asyncio, sys
from media_insights.local.supervision import Command, start

async def main():
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)', sys.argv[1]])"
    command = Command(words=[sys.executable, "-c", child, sys.argv[1]], environment={})
    kept = await start(command, asyncio.subprocess.DEVNULL)
    print("started", flush=True)
    await kept.code()

asyncio.run(main())
"""


def _alive(mark: str) -> list[int]:
    """Return the processes that have the mark on their command line."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and mark.encode() in (folder / "cmdline").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def _until(count: int, mark: str) -> bool:
    end = time.monotonic() + 60
    while len(_alive(mark)) != count:
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_children_and_grandchildren_end_with_an_engine_that_is_killed() -> None:
    mark = f"kept-{os.getpid()}-{time.monotonic_ns()}"
    engine = subprocess.Popen([sys.executable, "-c", ENGINE, mark], stdout=subprocess.PIPE)
    assert engine.stdout is not None
    try:
        assert engine.stdout.readline() == b"started\n"
        assert _until(4, mark), f"engine, supervisor, child, grandchild: {_alive(mark)}"
    finally:
        engine.send_signal(signal.SIGKILL)
        engine.wait()
        engine.stdout.close()

    assert _until(0, mark), f"left behind: {_alive(mark)}"


async def _ended(words: list[str], memory: int = 0) -> tuple[int, str]:
    kept = await start(Command(words=words, environment={}, memory=memory), asyncio.subprocess.DEVNULL)
    try:
        return await kept.code(), kept.last_words().killed_for
    finally:
        await kept.end()


async def test_a_program_that_uses_too_much_memory_is_ended_and_the_cause_is_known() -> None:
    hog = "import time; held = bytearray(300_000_000); time.sleep(60)"

    assert await _ended([sys.executable, "-c", hog], memory=100_000_000) == (128 + signal.SIGKILL, "memory")
    assert await _ended([sys.executable, "-c", "held = bytearray(1000)"], memory=100_000_000) == (0, "")


async def test_exit_codes_and_signals_are_kubernetes_codes() -> None:
    suicide = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"

    assert await _ended([sys.executable, "-c", "raise SystemExit(66)"]) == (66, "")
    assert await _ended([sys.executable, "-c", suicide]) == (128 + signal.SIGTERM, "")


async def test_the_cpu_seconds_of_a_program_and_of_all_that_it_started_are_known() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    both = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {busy!r}])\n{busy}"
    kept = await start(Command(words=[sys.executable, "-c", both], environment={}), asyncio.subprocess.DEVNULL)
    try:
        assert await kept.code() == 0
        spent = kept.last_words().cpu_seconds
    finally:
        await kept.end()
    assert spent is not None
    assert spent >= 0.55, "two programs of 0.3 seconds each, less a tick of the kernel's clock for each"

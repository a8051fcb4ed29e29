"""Supervisor of one program: no process that it starts outlives it or the engine, and its memory stays below a limit.

A program of its own on the standard library, which the engine puts between itself and everything that it starts:
whoever is to clean up after an engine that was killed has to survive it. See :mod:`media_insights.local.supervision`.

::

    engine ══ lifeline (socket) ══ supervisor ── operator ── ffmpeg …

    supervisor.py LIFELINE MEMORY WORDS [STOP …] COMMAND …
        LIFELINE  file descriptor of our end; when the other one closes, however the engine ended, everything is killed
        MEMORY    bytes that the program may use together with all that it starts; 0: not watched. A container's engine
                  has the kernel watch it: then it only tells whose memory was short
        WORDS     number of words of STOP, the command that also ends it (a container); 0: there is none

It ends with the program's exit code, 128 + N after signal N as Kubernetes has it, and says over the lifeline what no
code can say: ``memory`` (over the limit), ``machine`` (killed by the kernel for want of memory), ``start: why``, and at
last ``cpu: 12.34``, the CPU seconds of all that it started; a line each.
"""

import ctypes
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
POLL_SECONDS = 0.1
"""Interval of memory measurements: a program that fills 2 GB/s is 200 MB over the limit when it is noticed."""
STOP_SECONDS = 20.0
"""For the command that ends a container."""
SIGNALLED = 128
NOT_STARTED = 127
OOM_SCORE_ADJUSTMENT = "500"
"""Of -1000 to 1000: when the machine's memory is short, the kernel ends operators before anything of the user's."""


@dataclass(frozen=True)
class Order:
    """The program to supervise, and how."""

    lifeline: socket.socket
    memory: int
    stop: list[str]
    command: list[str]

    @property
    def memory_limit(self) -> int:
        """Bytes that the supervisor enforces; 0 where a container's engine has the kernel enforce them."""
        return 0 if self.stop else self.memory


def main(words: list[str]) -> int:
    """Run the program to its end and return its exit code."""
    count = int(words[2])
    lifeline = socket.socket(fileno=int(words[0]))
    lifeline.set_inheritable(False)
    order = Order(lifeline, int(words[1]), words[3 : 3 + count], words[3 + count :])
    if not order.stop:
        # Orphans come to us: nothing escapes by forking twice. A container's own helpers are left alone: STOP ends it.
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
    woken = _signal_descriptor()
    killed_before = _kernel_kill_count()
    code = _wait_for_end(order, _start(order), woken)
    if code == SIGNALLED + signal.SIGKILL and _kernel_kill_count() > killed_before:
        _report(lifeline, "memory" if _container_limit_was_hit(order) else "machine")
    # Podman that is asked to stop while it starts a container ends with 1, and leaves the container behind.
    _end(order, killed=code > SIGNALLED or bool(_stop_signals))
    _report(lifeline, f"cpu: {sum(os.times()[2:4]):.2f}")
    return code


def _wait_for_end(order: Order, child: int, woken: int) -> int:
    """Wait until the program has ended by itself, uses too much, or the engine is gone."""
    while True:
        lifeline = order.lifeline.fileno()
        ready, _, _ = select.select([lifeline, woken], [], [], POLL_SECONDS if order.memory_limit else None)
        if woken in ready:
            os.read(woken, 4096)
        for pid, code in _reap():
            if pid == child:
                return code
        if lifeline in ready:
            return SIGNALLED + signal.SIGKILL
        if order.memory_limit and _exceeds(order.memory_limit):
            _report(order.lifeline, "memory")
            return SIGNALLED + signal.SIGKILL


def _start(order: Order) -> int:
    supervisor = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != supervisor:  # killed between the two lines above
            os._exit(NOT_STARTED)
        for number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores them, and programs inherit that
            signal.signal(number, signal.SIG_DFL)
        _write("/proc/self/oom_score_adj", OOM_SCORE_ADJUSTMENT)
        os.execvp(order.command[0], order.command)  # noqa: S606 - no shell is wanted
    except OSError as error:
        _report(order.lifeline, f"start: {error.strerror}: {order.command[0]}")
    os._exit(NOT_STARTED)


def _end(order: Order, *, killed: bool) -> None:
    """Kill whatever is left, and go on until nothing is."""
    while family := list(_descendants()):
        for pid in family:
            _kill(pid)
        list(_reap(wait=True))
    if killed and order.stop:
        _run_stop_command(order.stop)


def _run_stop_command(command: list[str]) -> None:
    child = os.fork()
    if not child:
        os.setsid()  # the engine may kill our group meanwhile
        signal.alarm(int(STOP_SECONDS))
        try:
            os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
        finally:
            os._exit(NOT_STARTED)
    os.waitpid(child, 0)


def _reap(*, wait: bool = False) -> Iterator[tuple[int, int]]:
    """Yield process and exit code of every child that has ended; with ``wait``, of at least one."""
    while True:
        try:
            pid, status = os.waitpid(-1, 0 if wait else os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        wait = False
        code = os.waitstatus_to_exitcode(status)
        yield pid, code if code >= 0 else SIGNALLED - code


def _exceeds(limit: int) -> bool:
    """Compare anonymous memory and shared segments with the limit: files that are mapped can be dropped at any time.

    The quick sum counts pages that processes share more than once; only when it is too much, the exact one decides.
    """
    family = list(_descendants())
    if sum(_kilobytes(f"/proc/{pid}/status", "RssAnon:", "RssShmem:") for pid in family) * 1024 <= limit:
        return False
    return sum(_kilobytes(f"/proc/{pid}/smaps_rollup", "Pss_Anon:", "Pss_Shmem:") for pid in family) * 1024 > limit


def _descendants() -> Iterator[int]:
    """Yield all processes below us."""
    parents = None if os.path.exists("/proc/thread-self/children") else _parents()  # noqa: PTH110 - pathlib costs 10 ms
    waiting = _children(os.getpid(), parents)
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += _children(pid, parents)


def _children(pid: int, parents: dict[int, int] | None) -> list[int]:
    if parents is not None:
        return [child for child, parent in parents.items() if parent == pid]
    try:
        tasks = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208 - pathlib costs 10 ms
    except OSError:
        return []
    return [int(child) for task in tasks for child in _read(f"/proc/{pid}/task/{task}/children").split()]


def _parents() -> dict[int, int]:
    """Return process → parent of the whole machine: for kernels without lists of children."""
    stats = {int(name): _read(f"/proc/{name}/stat") for name in os.listdir("/proc") if name.isdecimal()}  # noqa: PTH208
    return {pid: int(stat.rpartition(")")[2].split()[1]) for pid, stat in stats.items() if stat}


def _kilobytes(path: str, *names: str) -> int:
    return sum(int(line.split()[1]) for line in _read(path).splitlines() if line.startswith(names))


def _container_limit_was_hit(order: Order) -> bool:
    """Tell whether the kernel held a container to its own limit: the machine itself has that much to give, and more."""
    return bool(order.stop and order.memory) and _kilobytes("/proc/meminfo", "MemAvailable:") * 1024 > 2 * order.memory


def _kernel_kill_count() -> int:
    """Return how many processes the kernel has killed for want of memory since it started."""
    lines = _read("/proc/vmstat").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))


_stop_signals: list[int] = []
"""Signals received that ask the supervisor and the program to stop."""


def _signal_descriptor() -> int:
    """Return a descriptor that becomes readable with every signal; SIGTERM and SIGINT are the program's to answer."""
    reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # a handler, not SIG_IGN, which programs would inherit
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: _stop_signals.append(number))
    return reader


def _report(lifeline: socket.socket, words: str) -> None:
    try:
        lifeline.send(f"{words}\n".encode("utf-8", "surrogateescape"))
    except OSError:
        return  # nobody listens any more


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        return


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - pathlib costs 10 ms
            return file.read()
    except OSError:
        return ""


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs 10 ms
            file.write(text)
    except OSError:
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

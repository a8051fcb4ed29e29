"""Programs in C that an image holds: compiled into its build context, for this machine's processor, without a library.

The same source and compiler give the same bytes.
"""

from collections.abc import Sequence
from pathlib import Path

from dev.cluster import command

FLAGS = (
    *("-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Os", "-s"),
    *("-static", "-no-pie", "-fno-pic", "-nostdlib", "-ffreestanding"),
    *("-fno-stack-protector", "-fno-asynchronous-unwind-tables", "-fno-tree-loop-distribute-patterns"),
    *("-Wl,--build-id=none", "-Wl,-z,noseparate-code", "-Wl,-z,noexecstack"),
)
"""Small, of one segment, and nothing of it from the machine that it is compiled on."""
SUFFIX = ".c"
FOLDER = "guard"
"""Folder of a build context whose sources are compiled."""


def build(source: Path, program: Path, *, defines: Sequence[str] = ()) -> None:
    """Compile one source; ``defines`` are macros (``NAME=value``).

    Raises :class:`~dev.cluster.errors.ClusterError` with what the compiler says, or where there is none.
    """
    command.run(["cc", *FLAGS, *(f"-D{each}" for each in defines), "-o", program, source])


def build_all(context: Path) -> None:
    """Put a program in the place of each C source in the folder :data:`FOLDER` of a build context."""
    for source in sorted((context / FOLDER).glob(f"*{SUFFIX}")):
        build(source, source.with_suffix(""))
        source.unlink()

"""Cgroup below which the kubelet puts all pods, by which they are distinguished from other processes."""

from pathlib import Path

NAME = "media-insights"
_ROOT = Path("/sys/fs/cgroup")


def ensure(root: Path = _ROOT) -> None:
    """Make the cgroup in every hierarchy (version 1), or in the one there is (version 2)."""
    for hierarchy in _hierarchies(root):
        own = hierarchy / NAME
        own.mkdir(exist_ok=True)
        _delegate(hierarchy)
        for setting in ("cpuset.mems", "cpuset.cpus"):
            _inherit(own / setting, hierarchy / setting)


def members(root: Path = _ROOT) -> list[int]:
    """Return the processes of all pods, pause included."""
    files = [path for own in _own(root) for path in own.rglob("cgroup.procs")]
    return sorted({int(word) for path in files for word in _words(path)})


def remove(root: Path = _ROOT) -> None:
    """Remove the cgroup and all below it; a cgroup that still has processes stays."""
    for own in _own(root):
        folders = sorted((path for path in own.rglob("*") if path.is_dir()), reverse=True)
        for folder in [*folders, own]:
            try:
                folder.rmdir()
            except OSError:
                continue


def left(root: Path = _ROOT) -> list[str]:
    """Return the cgroups of that name that are still there."""
    return [str(own) for own in _own(root)]


def _hierarchies(root: Path) -> list[Path]:
    if (root / "cgroup.controllers").exists():
        return [root]
    # a link such as cpu -> cpu,cpuacct is the same hierarchy again
    return [path for path in sorted(root.iterdir()) if path.is_dir() and not path.is_symlink()]


def _own(root: Path) -> list[Path]:
    return [path / NAME for path in _hierarchies(root) if (path / NAME).is_dir()]


def _delegate(hierarchy: Path) -> None:
    offered = hierarchy / "cgroup.controllers"
    if offered.exists():
        for folder in (hierarchy, hierarchy / NAME):
            for controller in _words(offered):
                _write(folder / "cgroup.subtree_control", f"+{controller}")


def _inherit(own: Path, parent: Path) -> None:
    if own.exists() and parent.exists() and not own.read_text().strip():
        _write(own, parent.read_text())


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text)
    except OSError:
        return  # a controller that another hierarchy holds; the kubelet names those that it misses


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []

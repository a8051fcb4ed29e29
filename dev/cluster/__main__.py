"""``python3 -m dev.cluster VERB``: the verbs behind ``cluster.mk``."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from dev.cluster import argo_server, builder, containerd, current, health, home, locks, network, start, stop
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home
from dev.cluster.progress import say


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Carry out one verb and return the exit code: 0 done, 1 with a sentence why not, 2 for an unknown verb."""
    verb, *rest = [*arguments, ""]
    verbs = _CURRENT if environ.get("CLUSTER") == "current" else _LOCAL
    if verb not in verbs:
        sys.stderr.write(f"python3 -m dev.cluster {' | '.join(_LOCAL)}\n")
        return 2
    try:
        verbs[verb](home.of(environ), environ, rest)
    except ClusterError as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; `make cluster` goes on from here, `make cluster-down` removes what was started")
        return 1
    return 0


Verb = Callable[[Home, Mapping[str, str], Sequence[str]], None]


def _up(at: Home, environ: Mapping[str, str], _: Sequence[str]) -> None:
    with _alone(at):
        start.cluster(at, network.of(environ))


def _down(at: Home, _environ: Mapping[str, str], _: Sequence[str]) -> None:
    if os.geteuid() != 0:
        message = "removing the cluster needs root, as making it did"
        raise ClusterError(message)
    with _alone(at):
        stop.everything(at)
        say("the cluster is gone; built programs and imported images are kept for the next one")


def _status(at: Home, _environ: Mapping[str, str], _: Sequence[str]) -> None:
    found = health.problems(at)
    if found:
        raise ClusterError("; ".join(found))
    say("the cluster is healthy")


def _tools(at: Home, _environ: Mapping[str, str], _: Sequence[str]) -> None:
    with _alone(at):
        builder.ensure(at)


def _argo_server(at: Home, environ: Mapping[str, str], _: Sequence[str]) -> None:
    with _alone(at):
        start.cluster(at, network.of(environ))
        argo_server.install(at)


def _import(at: Home, _environ: Mapping[str, str], rest: Sequence[str]) -> None:
    if not rest[0]:
        message = "say which archive to load: ARCHIVE=x.tar"
        raise ClusterError(message)
    for line in containerd.load(at, Path(rest[0]).absolute()):
        say(line)


def _answer(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _nothing_to_remove(*_: object) -> None:
    say("CLUSTER=current: that cluster was not made here, so it is left alone")


def _alone(at: Home) -> AbstractContextManager[None]:
    """Let one command at a time change the cluster."""
    return locks.alone(at.root / "cluster" / "lock", "another `make cluster…` is at work; waiting for it")


_LOCAL: dict[str, Verb] = {
    "up": _up,
    "down": _down,
    "status": _status,
    "tools": _tools,
    "import": _import,
    "argo-server": _argo_server,
    "kubeconfig": lambda at, *_: _answer(str(at.kubeconfig)),
    "tools-path": lambda at, *_: _answer(str(at.bin)),
}
_CURRENT: dict[str, Verb] = {
    "up": lambda *_: current.check(),
    "down": _nothing_to_remove,
    "status": lambda *_: current.check(),
    "tools": _nothing_to_remove,
    "import": _nothing_to_remove,
    "argo-server": _nothing_to_remove,
    "kubeconfig": lambda *_: _answer(current.kubeconfig()),
    "tools-path": lambda *_: _answer(current.tools_path()),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

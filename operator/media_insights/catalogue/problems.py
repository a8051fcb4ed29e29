"""Problems that stop the embedded engine before a run, as sentences for users."""

import errno
import re

from media_insights.catalogue.libraries import missing_library
from media_insights.errors import MediaInsightsError


class Unusable(MediaInsightsError):  # noqa: N818 - the names say what is wrong
    """What the user gave cannot be run: a file, a manifest, a workflow, a folder. Says what would be right."""


class NotReady(MediaInsightsError):  # noqa: N818 - the names say what is wrong
    """An operator cannot be started on this machine: no uv, no network, no models, no container engine."""


def of_files(error: OSError, where: object = "") -> str:
    """Return what went wrong with a file; ``where`` names it when the error does not."""
    path = error.filename or where
    if error.errno == errno.ENOSPC:
        return f"{path} cannot be written: its volume is full; free some, or choose another --output"
    return f"{path}: {error.strerror or error}"


def not_built(what: str, text: str, reason: str) -> NotReady:
    """Return why something could not be built: ``text`` is all that the program said, ``reason`` its gist."""
    said = text.lower()
    if "no space left on device" in said:
        return NotReady(
            f"{what} could not be built: the volume of the cache is full; free some, or name another --cache"
        )
    lost = _LOST_FOLDER.search(text)
    if lost:
        return NotReady(f"{what} could not be built: {missing_library(lost[1])}")
    if any(sign in said for sign in _UNREACHABLE):
        return NotReady(
            f"{what} could not be fetched: no package registry answers, and a first run needs one; check the network, "
            f"proxy and index settings ({reason})"
        )
    return NotReady(f"{what} could not be built: {reason}")


_LOST_FOLDER = re.compile(r"Distribution not found at: file://(\S+)")
"""What uv says of a project that another one names by a path where it is not."""
_UNREACHABLE = (
    *(
        "dns error",
        "client error (connect)",
        "connection refused",
        "network is unreachable",
        "operation timed out",
    ),  # uv
    *("temporary failure in name resolution", "failed to establish a new connection", "connecttimeout"),  # pip
    *("eai_again", "enotfound", "econnrefused", "etimedout"),  # npm
)
"""What the fetching programs say when a registry does not answer, in lower case."""


def not_started(reason: str) -> str:
    """Return why a container engine could not start a container, and what helps where that is known."""
    help_ = next((f"; {words}" for sign, words in _OBSTACLES if sign in reason.lower()), "")
    return f"its container could not be started: {reason}{help_}"


_OBSTACLES = (
    ("cgroups in hybrid mode", "crun cannot use this machine's cgroups: install runc, which is then taken by itself"),
    ("newuidmap", "Podman without root needs newuidmap (Debian: uidmap) and ranges for the user in /etc/subuid"),
    ("subuid", "Podman without root needs newuidmap (Debian: uidmap) and ranges for the user in /etc/subuid"),
    ("cgroup", "this machine's cgroups cannot limit the container: see docs/embedded-engine.md, As containers"),
    ("no space left on device", "the engine's volume is full: free some, for instance with `podman system prune`"),
)
"""What the engines say, in lower case, and what helps."""

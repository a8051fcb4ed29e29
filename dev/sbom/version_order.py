"""The order of versions, as each registry has it: what an advisory's ranges are compared by."""

import re
from collections.abc import Callable, Iterator

from packaging.version import InvalidVersion, Version

Key = tuple[object, ...]


def pypi_key(version: str) -> Key:
    """Return the place of a version of PyPI (PEP 440); one that is none comes before all others."""
    try:
        return (1, Version(version))
    except InvalidVersion:
        return (0, version)


def npm_key(version: str) -> Key:
    """Return the place of a version of npm (https://semver.org/#spec-item-11): a pre-release is before its release."""
    release, _, pre = version.partition("+")[0].partition("-")
    numbers = tuple(int(each) if each.isdecimal() else 0 for each in release.split("."))
    parts = tuple((0, int(each), "") if each.isdecimal() else (1, 0, each) for each in pre.split(".")) if pre else ()
    return (*(*numbers, 0, 0, 0)[:3], not pre, parts)


def debian_key(version: str) -> Key:
    """Return the place of a version of Debian: epoch, upstream, revision (deb-version(7))."""
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    upstream, _, revision = rest.rpartition("-") if "-" in rest else (rest, "", "")
    return (int(epoch) if epoch.isdecimal() else 0, tuple(_parts(upstream)), tuple(_parts(revision)))


def _parts(text: str) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield pairs of text and the number behind it; ``~`` is before the end, the end before letters, these first."""
    rest = text
    while True:
        letters = re.match(r"\D*", rest)
        head = letters[0] if letters else ""
        number = re.match(r"\d*", rest[len(head) :])
        digits = number[0] if number else ""
        yield (*(_weight(each) for each in head), 0), int(digits or 0)
        rest = rest[len(head) + len(digits) :]
        if not rest:
            yield (0,), 0
            return


def _weight(character: str) -> int:
    if character == "~":
        return -1
    return ord(character) if character.isalpha() else ord(character) + 256


KEYS: dict[str, Callable[[str], Key]] = {"PyPI": pypi_key, "npm": npm_key, "Debian": debian_key}
"""Ecosystem, in OSV's word → the order of its versions."""

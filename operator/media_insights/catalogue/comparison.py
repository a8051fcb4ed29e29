"""Compares JSON with tolerances by path: keys and indexes joined by dots, `*` for any of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import zip_longest
from typing import Any, Self

from media_insights.catalogue.problems import Unusable

EXACT = 1e-6
"""By how much numbers may differ where nothing is said about them."""
MISSING = object()
"""Stands for a value that is absent on one side."""


@dataclass(frozen=True)
class Expectation:
    """How an example is judged: `expect.json`."""

    ignore: tuple[str, ...] = ()
    """Paths that may hold anything."""
    tolerance: dict[str, float] = field(default_factory=dict)
    """Path → by how much its numbers may differ."""
    contains: tuple[str, ...] = ()
    """Paths of lists that may hold more, in any order."""
    exit_code: int = 0
    message: str = ""
    """What the sentence of a failure must contain."""

    @classmethod
    def of(cls, value: dict[str, Any]) -> Self:
        """Read an expectation. Raises Unusable for a key that means nothing, which would silently check nothing."""
        unknown = value.keys() - {"ignore", "tolerance", "contains", "exitCode", "message"}
        if unknown:
            raise Unusable(f"expect.json: unknown {', '.join(sorted(unknown))}")
        return cls(
            ignore=tuple(value.get("ignore", ())),
            tolerance=dict(value.get("tolerance", {})),
            contains=tuple(value.get("contains", ())),
            exit_code=value.get("exitCode", 0),
            message=value.get("message", ""),
        )


def differences(expected: Any, found: Any, wanted: Expectation, path: str = "") -> Iterator[str]:
    """Yield a sentence for each place where `found` is not as expected."""
    if any(_matches(path, pattern) for pattern in wanted.ignore):
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(expected.keys() | found.keys()):
            below = f"{path}.{key}" if path else key
            yield from differences(expected.get(key, MISSING), found.get(key, MISSING), wanted, below)
    elif isinstance(expected, list) and isinstance(found, list):
        yield from _list_differences(expected, found, wanted, path)
    elif _is_number(expected) and _is_number(found):
        slack = max([EXACT, *(slack for pattern, slack in wanted.tolerance.items() if _matches(path, pattern))])
        if abs(expected - found) > slack:
            yield f"{path}: {found} instead of {expected} (±{slack})"
    elif expected is MISSING or found is MISSING:
        yield f"{path}: {'was not expected' if expected is MISSING else 'is missing'}"
    elif type(expected) is not type(found) or expected != found:
        yield f"{path}: {found!r} instead of {expected!r}"


def _list_differences(expected: list[Any], found: list[Any], wanted: Expectation, path: str) -> Iterator[str]:
    if any(_matches(path, pattern) for pattern in wanted.contains):
        for index, item in enumerate(expected):
            if not any(not list(differences(item, other, wanted, f"{path}.{index}")) for other in found):
                yield f"{path}.{index}: nothing like {item!r}"
        return
    for index, (one, other) in enumerate(zip_longest(expected, found, fillvalue=MISSING)):
        yield from differences(one, other, wanted, f"{path}.{index}")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _matches(path: str, pattern: str) -> bool:
    parts, patterns = path.split("."), pattern.split(".")
    return len(parts) == len(patterns) and all(map(fnmatchcase, parts, patterns))

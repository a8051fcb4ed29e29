"""The small part of JSONPath that operators use to say where things stand in a result.

``$.Labels[*]``, ``Label.Parents[*].Name``, ``items[0].text``: names joined by dots, ``[*]`` for every item of a list,
``[0]`` for one; ``$`` may stand in front. ``a | b`` takes the first of them that finds something, because a video's
result and an image's differ: ``Label.Name | Name``. Filters, slices and ``..`` are left out on purpose: every reader
of ``operator.yaml``, in any language, must be able to do the same in a few lines.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

EVERY = "*"
"""The step ``[*]``. No name looks like it."""

Step = str | int
"""A member's name, the index of a list's item, or :data:`EVERY`."""

ValuePlace = tuple[Any, Any]
"""A list and the index of one of its items, or an object and the name of one of its members."""

_STEP = re.compile(r"\.?(?P<name>[A-Za-z_][A-Za-z0-9_-]*)|\[(?P<index>\*|[0-9]{1,6})\]")


class InvalidPath(ValueError):  # noqa: N818 - reads as a sentence where it is raised
    """The text is no such path. The message says where it goes wrong."""


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed path: the ways to try, in order."""

    alternatives: tuple[tuple[Step, ...], ...]

    @property
    def is_many(self) -> bool:
        """Whether it may find more than one value, so that what it finds is a list."""
        return any(EVERY in steps for steps in self.alternatives)

    def values(self, root: Any) -> list[Any]:
        """Return what the first fitting alternative finds, in order; nulls are nothing."""
        for steps in self.alternatives:
            found = [root]
            for step in steps:
                found = [value for each in found for value in _below(each, step) if value is not None]
            if found:
                return found
        return []

    def places(self, root: Any) -> list[ValuePlace]:
        """Return where the values of :meth:`values` stand, in the same order, so that they can be replaced."""
        for steps in self.alternatives:
            found: list[ValuePlace] = [([root], 0)]
            for step in steps:
                found = [place for holder, key in found for place in _places(holder[key], step)]
            if found:
                return found
        return []

    def first(self, root: Any) -> Any:
        """Return the first value, None when there is none."""
        return next(iter(self.values(root)), None)


@lru_cache(maxsize=4096)
def parse_path(text: str) -> Path:
    """Return the path that the text means. Raises InvalidPath; an empty text is none either."""
    return Path(tuple(_steps(each.strip()) for each in text.split("|")))


def _steps(text: str) -> tuple[Step, ...]:
    rest = text.removeprefix("$")
    steps: list[Step] = []
    while rest:
        match = _STEP.match(rest)
        if match is None or (rest[0] != "." and rest[0] != "[" and (steps or text.startswith("$"))):
            raise InvalidPath(f"{text!r} cannot be read from {rest!r} on: write names joined by dots, [*] or [0]")
        steps.append(_step(match))
        rest = rest[match.end() :]
    if not steps:
        raise InvalidPath("the path is empty: name at least one field, for instance Label.Name")
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    if match["name"]:
        return match["name"]
    return EVERY if match["index"] == EVERY else int(match["index"])


def _below(value: Any, step: Step) -> list[Any]:
    if isinstance(step, int):
        return [value[step]] if isinstance(value, list) and step < len(value) else []
    if step == EVERY:
        return value if isinstance(value, list) else []
    return [value[step]] if isinstance(value, dict) and step in value else []


def _places(value: Any, step: Step) -> list[ValuePlace]:
    if step == EVERY:
        items = value if isinstance(value, list) else []
        return [(value, number) for number, item in enumerate(items) if item is not None]
    return [(value, step) for found in _below(value, step) if found is not None]

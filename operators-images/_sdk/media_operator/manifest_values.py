"""Kinds of values that a manifest may hold, and what is wrong with one that is none of its kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from typing import Any, Protocol

SHOWN = 60
"""Characters shown of a value that is wrong."""


class Kind(Protocol):
    """What a value may be; `right` says in words which ones are."""

    @property
    def right(self) -> str:
        """Return which values are right, as a phrase before "is right"."""

    def problems(self, field: str, value: Any) -> Iterator[str]:
        """Yield what is wrong with a value, each with the name of the field and what would be right."""


@dataclass(frozen=True)
class Value:
    """A value that is right as a whole or not at all; `right` says in words which ones are."""

    right: str
    fits: Callable[[Any], bool]

    def problems(self, field: str, value: Any) -> Iterator[str]:
        """Yield a sentence about a value that does not fit."""
        if not self.fits(value):
            yield f"{field} is {_shown(value)}; {self.right} is right"


@dataclass(frozen=True)
class Items:
    """A list of at least `fewest` values of one kind."""

    of: Kind
    fewest: int = 1

    @property
    def right(self) -> str:
        """Return what kind of list it is."""
        return "a list that is not empty" if self.fewest else "a list"

    def problems(self, field: str, value: Any) -> Iterator[str]:
        """Yield what is wrong with the list, or with the first of its values that is wrong."""
        if not isinstance(value, list) or len(value) < self.fewest:
            yield f"{field} is {_shown(value)}; {self.right} is right"
            return
        wrong = (said for place, each in enumerate(value) for said in self.of.problems(f"{field}[{place}]", each))
        yield from [said for said in [next(wrong, "")] if said]


@dataclass(frozen=True)
class Named:
    """An object of values of one kind, by names that the user gives."""

    of: Kind
    right: str = "an object"

    def problems(self, field: str, value: Any) -> Iterator[str]:
        """Yield what is wrong with the object or its values."""
        if not isinstance(value, dict):
            yield f"{field} is {_shown(value)}; {self.right} is right"
            return
        for name, each in value.items():
            yield from self.of.problems(f"{field}.{name}", each)


@dataclass(frozen=True)
class Fields:
    """An object with the fields that are `needed`, and perhaps those of `further`; others are mistakes."""

    needed: Mapping[str, Kind]
    further: Mapping[str, Kind]

    @property
    def right(self) -> str:
        """Return which fields the object has."""
        return f"an object with {', '.join(self.needed or self.further)}"

    def problems(self, field: str, value: Any) -> Iterator[str]:
        """Yield what is missing, what is wrong, and what is no field at all."""
        if not isinstance(value, dict):
            yield f"{field} is {_shown(value)}; {self.right} is right"
            return
        known, before = {**self.needed, **self.further}, f"{field}." if field else ""
        unknown = [name for name in value if name not in known]
        yield from (f"{before}{name} is no field; {_instead(name, known)}" for name in unknown)
        for name, kind in known.items():
            if name in value:
                yield from kind.problems(f"{before}{name}", value[name])
            elif name in self.needed:
                yield f"{before}{name} is missing; {kind.right} is right"


@dataclass(frozen=True)
class Nullable:
    """A value of a kind, or null."""

    of: Kind

    @property
    def right(self) -> str:
        """Return what it is, or null."""
        return f"{self.of.right} or null"

    def problems(self, field: str, value: Any) -> Iterator[str]:
        """Yield what is wrong with a value that is not null."""
        if value is not None:
            yield from self.of.problems(field, value)


def is_text(value: Any) -> bool:
    """Return whether a value is text, and not empty."""
    return isinstance(value, str) and bool(value)


def is_number(value: Any) -> bool:
    """Return whether a value is a finite number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def is_whole(value: Any, least: int = 1) -> bool:
    """Return whether a value is a whole number, not below `least`."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def are(fits: Callable[[Any], bool], value: Any, *counts: int) -> bool:
    """Return whether a value is a list of so many values that fit."""
    return isinstance(value, list) and len(value) in counts and all(map(fits, value))


def one_of(*words: str) -> Value:
    """Return the kind of a value that is one of a few words."""
    return Value(
        " or ".join((", ".join(words[:-1]), words[-1])) if words[1:] else words[0],
        lambda it: isinstance(it, str) and it in words,
    )


def close_to(name: str, known: Mapping[str, Any]) -> str:
    """Return the known name that another one is probably a mistake for; empty when there is none."""
    alike = {each.casefold(): each for each in known}
    return next((alike[each] for each in get_close_matches(name.casefold(), alike, 1, 0.75)), "")


def _instead(name: str, known: Mapping[str, Any]) -> str:
    meant = close_to(name, known)
    return f"{meant!r} is probably meant" if meant else f"known are {', '.join(known)}, and x-… for what is yours"


def _shown(value: Any) -> str:
    told = repr(value)
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"


TEXT = Value("text", is_text)
NUMBER = Value("a number", is_number)
POSITIVE = Value("a number above 0", lambda it: is_number(it) and it > 0)
WHOLE = Value("a whole number from 1", is_whole)
INDEX = Value("a whole number from 0", lambda it: is_whole(it, 0))
SWITCH = Value("true or false", lambda it: isinstance(it, bool))
SIZE = Value("[width, height], two whole numbers from 1,", lambda it: are(is_whole, it, 2))
PLACE = Value("[x, y], two numbers,", lambda it: are(is_number, it, 2))

"""Conditions: what a query means, as a tree that knows neither the language it was written in nor any index."""

from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.api.v1alpha1.operator_index import MomentKind
from media_insights.search.terms import TermPhrase


@dataclass(frozen=True, slots=True)
class Everything:
    """Every moment."""


@dataclass(frozen=True, slots=True)
class HasWords:
    """The phrase stands in the moment's title or in a field that is searched by its words."""

    phrase: TermPhrase


@dataclass(frozen=True, slots=True)
class FieldHasWords:
    """The phrase stands in a field; ``Title`` is one."""

    field: str
    phrase: TermPhrase


@dataclass(frozen=True, slots=True)
class WordsNear:
    """Phrases stand near each other, in any order, in a field or in what bare words are looked for in (empty)."""

    field: str
    phrases: tuple[TermPhrase, ...]
    gaps: int
    """How many other terms stand between them at most."""


@dataclass(frozen=True, slots=True)
class FieldIs:
    """A name is exactly this, or begins with it; ``field`` is Operator, Kind, Result, Asset or Execution."""

    field: str
    value: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class FieldExists:
    """A field has a value."""

    field: str


@dataclass(frozen=True, slots=True)
class FieldWithin:
    """A number lies within bounds; None: there is no bound on that side. Times and dates are milliseconds."""

    field: str
    low: float | None = None
    high: float | None = None
    includes_low: bool = True
    includes_high: bool = True


@dataclass(frozen=True, slots=True)
class HasKind:
    """The moment is of one of these kinds."""

    kinds: tuple[MomentKind, ...]


@dataclass(frozen=True, slots=True)
class MeansLike:
    """The moment's sentence has a meaning like this one's; an index answers :class:`IsOneOf` in its place."""

    text: str


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The moment is one of these, by their ids."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["MomentCondition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["MomentCondition", ...]


@dataclass(frozen=True, slots=True)
class NotSo:
    """The part does not hold, also where nothing is known."""

    part: "MomentCondition"


@dataclass(frozen=True, slots=True)
class InAsset:
    """Some moment of the same asset fulfils the part."""

    part: "MomentCondition"


@dataclass(frozen=True, slots=True)
class Nearby:
    """Some moment of the same asset fulfils the part, with at most so many milliseconds between the two."""

    part: "MomentCondition"
    millis: int


MomentCondition = (
    Everything
    | HasWords
    | FieldHasWords
    | WordsNear
    | FieldIs
    | FieldExists
    | FieldWithin
    | HasKind
    | MeansLike
    | IsOneOf
    | AllOf
    | AnyOf
    | NotSo
    | InAsset
    | Nearby
)


def phrases_in(condition: MomentCondition) -> Iterator[TermPhrase]:
    """Yield the phrases that a moment is asked to hold, by which it is ranked and shown; not what it must not hold."""
    match condition:
        case HasWords(phrase) | FieldHasWords(_, phrase):
            yield phrase
        case WordsNear(_, phrases):
            yield from phrases
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from phrases_in(part)
        case _:
            return

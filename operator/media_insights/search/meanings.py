"""Meanings: sentences in a condition become the moments that are nearest to them, for every kind of index."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from media_insights.errors import InvalidQuery
from media_insights.search import conditions as c

MOST_SENTENCES = 5
"""Sentences of a query: each is compared with every vector."""
UNKNOWN = (
    "no sentence here has a vector of the model that questions are asked with: run the operator text-embedding over "
    "transcripts or texts"
)
"""Why nothing can be near to a question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMoments:
    """What is near to a sentence."""

    scores: Mapping[str, float]
    """Id of a moment → its likeness, a cosine."""
    are_compared: bool
    """Whether there was anything to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantCondition:
    """A condition that no longer holds sentences."""

    condition: c.MomentCondition
    scores: Mapping[str, float] = field(default_factory=dict)
    """Id → likeness, when every hit is near to one sentence, by which hits are then ranked; else empty."""
    note: str = ""
    """Why nothing may be found."""


def meant(condition: c.MomentCondition, near: Callable[[str], NearMoments]) -> MeantCondition:
    """Return a condition whose sentences are replaced by what is near to them."""
    found = {text: near(text) for text in sentences_in(condition)}
    required = [each for each in _required(condition) if each in found]
    return MeantCondition(
        condition=_replaced(condition, {text: tuple(sorted(each.scores)) for text, each in found.items()}),
        scores=found[required[0]].scores if required else {},
        note=UNKNOWN if found and not any(each.are_compared for each in found.values()) else "",
    )


def sentences_in(condition: c.MomentCondition) -> list[str]:
    """Return the sentences that a condition asks the meaning of, each once. Raises InvalidQuery for too many."""
    found = list(dict.fromkeys(_sentences(condition)))
    if len(found) > MOST_SENTENCES:
        raise InvalidQuery(
            f"the query asks for the meaning of {len(found)} sentences: at most {MOST_SENTENCES} are read"
        )
    return found


def _parts(condition: c.MomentCondition) -> tuple[c.MomentCondition, ...]:
    match condition:
        case c.AllOf(parts) | c.AnyOf(parts):
            return parts
        case c.NotSo(part) | c.InAsset(part) | c.Nearby(part, _):
            return (part,)
        case _:
            return ()


def _sentences(condition: c.MomentCondition) -> Iterator[str]:
    if isinstance(condition, c.MeansLike):
        yield condition.text
    for part in _parts(condition):
        yield from _sentences(part)


def _required(condition: c.MomentCondition) -> Iterator[str]:
    """Yield the sentences that every hit is near to."""
    if isinstance(condition, c.MeansLike):
        yield condition.text
    if isinstance(condition, c.AllOf):
        for part in condition.parts:
            yield from _required(part)


def _replaced(condition: c.MomentCondition, ids: Mapping[str, tuple[str, ...]]) -> c.MomentCondition:
    match condition:
        case c.MeansLike(text):
            return c.IsOneOf(ids[text])
        case c.AllOf(parts) | c.AnyOf(parts):
            return type(condition)(tuple(_replaced(part, ids) for part in parts))
        case c.NotSo(part) | c.InAsset(part) | c.Nearby(part, _):
            return replace(condition, part=_replaced(part, ids))
        case _:
            return condition

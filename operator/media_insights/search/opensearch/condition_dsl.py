"""Conditions as OpenSearch's query DSL; what a user wrote is always a value in it, never a part of its syntax.

Conditions about other moments of the same asset need questions of their own: OpenSearch joins nothing. ``Other`` asks
them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from media_insights.search import conditions as c
from media_insights.search.fields import CREATED
from media_insights.search.terms import TermPhrase

Dsl = dict[str, Any]
AssetSpan = tuple[str, int, int]
"""An asset's uid, and from when to when (ms)."""
EXPANSIONS = 1024
"""Words that the beginning of one may stand for at the end of a phrase."""
TITLE_WEIGHT = 4.0
"""How much more a word in the title counts than one in a field."""
_NUMBERS = {"Confidence": "confidence", "Count": "count", "Start": "start", "End": "until", "Duration": "duration"} | {
    CREATED: "created"
}
_NAMES = {
    "Operator": ("operator_name", "result_name"),
    "Result": ("result_name",),
    "Kind": ("kind_name",),
    "Asset": ("asset_name", "asset", "asset_folded"),
    "Execution": ("execution",),
}
NOTHING: Dsl = {"match_none": {}}


class Other(Protocol):
    """Asks about other moments, in the namespaces of the whole question. Raises InvalidQuery for too many."""

    def assets(self, query: Dsl) -> Sequence[str]:
        """Return the uids of all assets that have a moment that a query finds."""

    def spans(self, query: Dsl) -> Iterable[AssetSpan]:
        """Return where all moments that a query finds are; those without a time are not near anything."""


@dataclass(frozen=True, slots=True)
class ConditionDsl:
    """Writes conditions."""

    other: Other

    def query(self, condition: c.MomentCondition) -> Dsl:
        """Return the query of a condition, which filters and does not rank."""
        return _WRITERS[type(condition)](self, condition)

    def all_of(self, parts: Sequence[c.MomentCondition]) -> Dsl:
        return {"bool": {"filter": [self.query(part) for part in parts]}}

    def any_of(self, parts: Sequence[c.MomentCondition]) -> Dsl:
        return either([self.query(part) for part in parts])

    def not_so(self, part: c.MomentCondition) -> Dsl:
        return {"bool": {"must_not": [self.query(part)]}}

    def in_asset(self, part: c.MomentCondition) -> Dsl:
        return {"terms": {"asset": list(self.other.assets(self.query(part)))}}

    def nearby(self, part: c.MomentCondition, millis: int) -> Dsl:
        spans = ((asset, start - millis, until + millis) for asset, start, until in self.other.spans(self.query(part)))
        return either([_touches(span) for span in joined_spans(spans)])


def words_of(phrase: TermPhrase) -> Dsl:
    """Return the query of a phrase in what bare words are looked for in."""
    return either([_holds("title", phrase, TITLE_WEIGHT), _holds("text", phrase)])


def joined_spans(spans: Iterable[AssetSpan]) -> list[AssetSpan]:
    """Return spans of which those that touch are one."""
    found: list[AssetSpan] = []
    for asset, start, until in sorted(spans):
        if found and found[-1][0] == asset and start <= found[-1][2]:
            found[-1] = (asset, found[-1][1], max(until, found[-1][2]))
        else:
            found.append((asset, start, until))
    return found


def either(queries: Sequence[Dsl]) -> Dsl:
    """Return a query of which one suffices; nothing is found by none."""
    return {"bool": {"should": list(queries), "minimum_should_match": 1}} if queries else NOTHING


def _touches(span: AssetSpan) -> Dsl:
    asset, start, until = span
    around = [{"range": {"until": {"gte": start}}}, {"range": {"start": {"lte": until}}}]
    return {"bool": {"filter": [{"term": {"asset": asset}}, *around]}}


def _holds(field: str, phrase: TermPhrase, weight: float = 1.0) -> Dsl:
    if not phrase.is_open:
        return {"match_phrase": {field: {"query": " ".join(phrase.terms), "boost": weight}}}
    if len(phrase.terms) == 1:
        return {"prefix": {field: {"value": phrase.terms[0], "boost": weight}}}
    wanted = {"query": " ".join(phrase.terms), "max_expansions": EXPANSIONS, "boost": weight}
    return {"match_phrase_prefix": {field: wanted}}


def _near(condition: c.WordsNear) -> Dsl:
    if condition.field:
        return _has_value(condition.field, _stand_near("values.terms", condition))
    return either([_stand_near("title", condition), _stand_near("text", condition)])


def _stand_near(field: str, condition: c.WordsNear) -> Dsl:
    rules = [_interval(phrase) for phrase in condition.phrases]
    return {"intervals": {field: {"all_of": {"intervals": rules, "max_gaps": condition.gaps, "ordered": False}}}}


def _interval(phrase: TermPhrase) -> Dsl:
    if phrase.is_open and len(phrase.terms) == 1:
        return {"prefix": {"prefix": phrase.terms[0]}}
    return {"match": {"query": " ".join(phrase.terms), "max_gaps": 0, "ordered": True}}


def _has_value(name: str, *more: Dsl) -> Dsl:
    return {"nested": {"path": "values", "query": {"bool": {"filter": [{"term": {"values.name": name}}, *more]}}}}


def _is(condition: c.FieldIs) -> Dsl:
    kind = "prefix" if condition.is_open else "term"
    return either([{kind: {field: {"value": condition.value}}} for field in _NAMES[condition.field]])


def _exists(field: str) -> Dsl:
    return {"exists": {"field": _NUMBERS[field]}} if field in _NUMBERS else _has_value(field)


def _within(condition: c.FieldWithin) -> Dsl:
    bounds = {
        ("gte" if condition.includes_low else "gt"): condition.low,
        ("lte" if condition.includes_high else "lt"): condition.high,
    }
    known = {name: value for name, value in bounds.items() if value is not None}
    if condition.field in _NUMBERS:
        field = _NUMBERS[condition.field]
        return {"range": {field: known}} if known else {"exists": {"field": field}}
    number = {"range": {"values.number": known}} if known else {"exists": {"field": "values.number"}}
    return _has_value(condition.field, number)


_WRITERS: Mapping[type[c.MomentCondition], Callable[[ConditionDsl, Any], Dsl]] = {
    c.Everything: lambda _, __: {"match_all": {}},
    c.HasWords: lambda _, condition: words_of(condition.phrase),
    c.FieldHasWords: lambda _, condition: _has_value(condition.field, _holds("values.terms", condition.phrase)),
    c.WordsNear: lambda _, condition: _near(condition),
    c.FieldIs: lambda _, condition: _is(condition),
    c.FieldExists: lambda _, condition: _exists(condition.field),
    c.FieldWithin: lambda _, condition: _within(condition),
    c.HasKind: lambda _, condition: {"terms": {"kind": list(condition.kinds)}},
    c.IsOneOf: lambda _, condition: {"terms": {"key": list(condition.ids)}},
    c.AllOf: lambda dsl, condition: dsl.all_of(condition.parts),
    c.AnyOf: lambda dsl, condition: dsl.any_of(condition.parts),
    c.NotSo: lambda dsl, condition: dsl.not_so(condition.part),
    c.InAsset: lambda dsl, condition: dsl.in_asset(condition.part),
    c.Nearby: lambda dsl, condition: dsl.nearby(condition.part, condition.millis),
}
"""Kind of condition → what writes it."""

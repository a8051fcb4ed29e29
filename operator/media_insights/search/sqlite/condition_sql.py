"""Conditions as SQL over the embedded index; everything that a user wrote is bound, never part of the text."""
# ruff: noqa: S608 - statements are joined of our own words only; what comes from outside is bound

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from media_insights.search import conditions as c
from media_insights.search.fields import CREATED
from media_insights.search.sqlite.few_assets import in_few, rows_in_few
from media_insights.search.sqlite.full_text import driven_search
from media_insights.search.sqlite.near_words import WORDS_NEAR, near_values
from media_insights.search.sqlite.word_matches import ANYWHERE, match_of, near_match_of
from media_insights.search.terms import TermPhrase

_NUMBERS = {
    "Confidence": "{m}.confidence",
    "Count": "{m}.count",
    "Start": "{m}.start",
    "End": "{m}.until",
    "Duration": "({m}.until - {m}.start)",
}
_NAMES = {
    "Operator": "replace(lower({m}.operator), '_', '')",
    "Result": "replace(lower({m}.result), '_', '')",
    "Kind": "lower({m}.kind)",
    "Execution": "lower({m}.execution)",
}


@dataclass(slots=True)
class ConditionSql:
    """Writes one statement's conditions and collects the values that are bound, in the order of their marks."""

    namespaces: tuple[str, ...]
    above: int = 0
    """The row above which everything is looked for; 0: in all."""
    is_few: bool = False
    """Whether words are looked for in the ranges of the table ``few`` only."""
    values: list[float | str] = field(default_factory=list)
    _aliases: Iterable[int] = field(default_factory=count)

    def inside(self, moment: str) -> str:
        """Return that a moment is in one of the namespaces."""
        self.values += self.namespaces
        return f"{moment}.namespace IN ({', '.join('?' * len(self.namespaces))})"

    def text(self, condition: c.MomentCondition, m: str) -> str:
        """Return the SQL of a condition on the moment that the statement calls ``m``; never NULL."""
        return _WRITERS[type(condition)](self, condition, m)

    def words_sql(self, m: str, phrase: TermPhrase) -> str:
        return self._matching(m, f"{ANYWHERE} : ({match_of(phrase)})")

    def field_words_sql(self, m: str, condition: c.FieldHasWords) -> str:
        found = self._matching(m, match_of(condition.phrase))
        return f"({found} AND {self._in_field(m, condition.field, condition.phrase)})"

    def words_near_sql(self, m: str, condition: c.WordsNear) -> str:
        if not condition.field:
            return self._matching(m, f"{ANYWHERE} : ({near_match_of(condition)})")
        found = self._matching(m, near_match_of(condition))
        self.values += [condition.field, *near_values(condition)]
        own = f"f.moment = {m}.id AND f.name = ? AND {WORDS_NEAR}(f.terms, ?, ?)"
        return f"({found} AND EXISTS (SELECT 1 FROM field f WHERE {own}))"

    def kind_sql(self, m: str, kinds: tuple[str, ...]) -> str:
        self.values += kinds
        return f"{m}.kind IN ({', '.join('?' * len(kinds))})"

    def one_of_sql(self, m: str, ids: tuple[str, ...]) -> str:
        self.values.append(json.dumps(ids))
        return f"{m}.key IN (SELECT value FROM json_each(?))"

    def joined_sql(self, m: str, parts: tuple[c.MomentCondition, ...], word: str) -> str:
        return f"({f' {word} '.join([self.text(part, m) for part in parts])})"

    def in_asset_sql(self, m: str, part: c.MomentCondition) -> str:
        other = self._alias()
        return f"{m}.asset IN (SELECT {other}.asset FROM {self.found(part, other)})"

    def found(self, condition: c.MomentCondition, m: str, *, is_ranked: bool = False) -> str:
        """Return the tables and the condition of the moments that are found, those of its words first.

        ``is_ranked``: the statement weighs the words of ``{m}_words``, for which FTS5 is to be asked once.
        """
        driven = driven_search(condition)
        if not driven.match:
            return f"moment {m} WHERE {self.inside(m)}{self._later(f'{m}.id')} AND {self.text(condition, m)}"
        self.values.append(driven.match)
        in_ranges = self.is_few and not is_ranked
        words = in_few(m) if in_ranges else f"words {m}_words"
        source = f"{words} CROSS JOIN moment {m} ON {m}.id = {m}_words.rowid WHERE {m}_words.words MATCH ?"
        source += "" if in_ranges else self._later(f"{m}_words.rowid")
        source += self._among_few(f"{m}_words.rowid", driven.match) if is_ranked else ""
        return f"{source} AND {self.inside(m)} AND {self.text(driven.rest, m)}"

    def nearby_sql(self, m: str, part: c.MomentCondition, millis: int) -> str:
        other = self._alias()
        if driven_search(part).match:  # few have its words: those are read once, and looked up by their asset
            near = f"SELECT {other}.asset, {other}.start, {other}.until FROM {self.found(part, other)}"
            self.values += [millis, millis]
            around = f"n.asset = {m}.asset AND n.start <= {m}.until + ? AND n.until >= {m}.start - ?"
            return f"EXISTS (WITH n AS MATERIALIZED ({near}) SELECT 1 FROM n WHERE {around})"
        self.values += [millis, millis]
        around = f"{other}.start <= {m}.until + ? AND {other}.until >= {m}.start - ?"
        inner = self.text(part, other)
        return f"EXISTS (SELECT 1 FROM moment {other} WHERE {other}.asset = {m}.asset AND {around} AND {inner})"

    def _matching(self, m: str, expression: str) -> str:
        self.values.append(expression)
        if self.is_few:
            return f"{m}.id IN ({rows_in_few(self._alias())})"
        return f"{m}.id IN (SELECT rowid FROM words WHERE words MATCH ?{self._later('rowid')})"

    def _later(self, row: str) -> str:
        if not self.above:
            return ""
        self.values.append(self.above)
        return f" AND {row} > ?"

    def _among_few(self, row: str, match: str) -> str:
        if not self.is_few:
            return ""
        self.values.append(match)
        # The plus keeps FTS5 from being asked anew for each row, which would weigh the words each time.
        return f" AND +{row} IN ({rows_in_few(self._alias())})"

    def _in_field(self, m: str, name: str, phrase: TermPhrase) -> str:
        self.values += [name, f" {' '.join(phrase.terms)}{'' if phrase.is_open else ' '}"]
        return f"EXISTS (SELECT 1 FROM field f WHERE f.moment = {m}.id AND f.name = ? AND instr(f.terms, ?) > 0)"

    def is_sql(self, m: str, condition: c.FieldIs) -> str:
        value = condition.value
        compared = f"substr({{}}, 1, {len(value)}) = ?" if condition.is_open else "{} = ?"
        if condition.field == "Asset":
            self.values += [value, value, value]
            either = " OR ".join(compared.format(each) for each in ("name", "uid", "folded"))
            return f"{m}.asset IN (SELECT id FROM asset WHERE {either})"
        if condition.field == "Operator":  # MIE's clients write either of its two names
            self.values += [value, value]
            either = " OR ".join(compared.format(_NAMES[each].format(m=m)) for each in ("Operator", "Result"))
            return f"({either})"
        self.values.append(value)
        return compared.format(_NAMES[condition.field].format(m=m))

    def exists_sql(self, m: str, name: str) -> str:
        if name == CREATED:
            return f"{m}.asset IN (SELECT id FROM asset WHERE created IS NOT NULL)"
        if name in _NUMBERS:
            return f"{_NUMBERS[name].format(m=m)} IS NOT NULL"
        self.values.append(name)
        return f"EXISTS (SELECT 1 FROM field f WHERE f.moment = {m}.id AND f.name = ?)"

    def within_sql(self, m: str, condition: c.FieldWithin) -> str:
        if condition.field == CREATED:
            return f"{m}.asset IN (SELECT id FROM asset WHERE {self._bounds('created', condition)})"
        if condition.field in _NUMBERS:
            return self._bounds(_NUMBERS[condition.field].format(m=m), condition)
        self.values.append(condition.field)
        bounds = self._bounds("f.number", condition)
        return f"EXISTS (SELECT 1 FROM field f WHERE f.moment = {m}.id AND f.name = ? AND {bounds})"

    def _bounds(self, number: str, condition: c.FieldWithin) -> str:
        bounds = [f"{number} IS NOT NULL"]
        if condition.low is not None:
            self.values.append(condition.low)
            bounds.append(f"{number} {'>=' if condition.includes_low else '>'} ?")
        if condition.high is not None:
            self.values.append(condition.high)
            bounds.append(f"{number} {'<=' if condition.includes_high else '<'} ?")
        return f"({' AND '.join(bounds)})"

    def _alias(self) -> str:
        return f"m{next(iter(self._aliases))}"


_WRITERS: Mapping[type[c.MomentCondition], Callable[[ConditionSql, Any, str], str]] = {
    c.Everything: lambda _, __, ___: "1",
    c.HasWords: lambda sql, condition, m: sql.words_sql(m, condition.phrase),
    c.FieldHasWords: lambda sql, condition, m: sql.field_words_sql(m, condition),
    c.WordsNear: lambda sql, condition, m: sql.words_near_sql(m, condition),
    c.FieldIs: lambda sql, condition, m: sql.is_sql(m, condition),
    c.FieldExists: lambda sql, condition, m: sql.exists_sql(m, condition.field),
    c.FieldWithin: lambda sql, condition, m: sql.within_sql(m, condition),
    c.HasKind: lambda sql, condition, m: sql.kind_sql(m, condition.kinds),
    c.IsOneOf: lambda sql, condition, m: sql.one_of_sql(m, condition.ids),
    c.AllOf: lambda sql, condition, m: sql.joined_sql(m, condition.parts, "AND"),
    c.AnyOf: lambda sql, condition, m: sql.joined_sql(m, condition.parts, "OR"),
    c.NotSo: lambda sql, condition, m: f"NOT {sql.text(condition.part, m)}",
    c.InAsset: lambda sql, condition, m: sql.in_asset_sql(m, condition.part),
    c.Nearby: lambda sql, condition, m: sql.nearby_sql(m, condition.part, condition.millis),
}
"""Kind of condition → what writes it."""

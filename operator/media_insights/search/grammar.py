"""The query language: Lucene's syntax, read by luqum, as conditions.

``docs/search.md`` is its description for people; its examples are tests of this module.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse

from media_insights.domain.wording import nearest
from media_insights.errors import InvalidQuery
from media_insights.search import conditions as c
from media_insights.search.fields import ALIASES, BUILT_IN, FAMILIAR, NAMES, SIMILAR, VERBS
from media_insights.search.query_values import MILLIS, interval_of
from media_insights.search.query_words import plain_words, with_any_value, words_in, words_near
from media_insights.search.syntax_errors import syntax_error

LONGEST = 2000
"""Characters of a query."""
DEEPEST = 20
"""Levels of brackets."""
DEEPEST_NODES = 120
"""Levels of everything: brackets, NOT, fields."""
MOST = 50
"""Words, phrases and ranges of a query."""
_NEAR = re.compile(r"near(?:_(\d{1,5})s)?", re.IGNORECASE)
_ASKING = re.compile(r"(?<=\w)\?+$")
"""The mark of a question at the end of a word: no wildcard, since people ask in sentences."""
_NEAR_SECONDS = 5
"""What ``near:( … )`` means where it does not say."""


def parse_query(text: str, known: Iterable[str] = ()) -> c.MomentCondition:
    """Return the condition that a query means; ``known``: the declared fields that moments have.

    An empty query is every moment. Raises InvalidQuery, which says where it goes wrong and what would be right.
    """
    if len(text) > LONGEST:
        raise InvalidQuery(f"the query has {len(text)} characters: at most {LONGEST} are read")
    if not text.strip() or text.strip() == "*":
        return c.Everything()
    if max(_depths(text)) > DEEPEST:
        raise InvalidQuery(f"the query has more than {DEEPEST} levels of brackets: write it flatter")
    try:
        found = parse(text)
    except ParseError as error:
        raise syntax_error(text, str(error)) from error
    return _Reader({each.lower(): each for each in (*known, *FAMILIAR, *BUILT_IN)}).query(found)


def parse_meaning(text: str, known: Iterable[str] = ()) -> c.MomentCondition | None:
    """Return what a query asks for by its meaning: its plain words as one sentence, and its other parts as they are.

    None for a query that has no plain words, or asks for a meaning itself. Raises InvalidQuery like parse_query.
    """
    parse_query(text, known)
    if not text.strip() or text.strip() == "*":
        return None
    reader = _Reader({each.lower(): each for each in (*known, *FAMILIAR, *BUILT_IN)})
    found = parse(text)
    operands = found.children if isinstance(found, tree.AndOperation | tree.UnknownOperation) else (found,)
    spoken = [(plain_words(each), each) for each in operands]
    sentence = " ".join(words for words, _ in spoken if words)
    rest = tuple(reader.condition(each) for words, each in spoken if not words)
    if not any(map(str.isalnum, sentence)) or any(isinstance(each, c.MeansLike) for each in rest):
        return None
    return c.AllOf((c.MeansLike(sentence), *rest))


def _depths(text: str) -> list[int]:
    depths = [0]
    for char in text:
        depths.append(depths[-1] + {"(": 1, ")": -1}.get(char, 0))
    return depths


@dataclass(slots=True)
class _Reader:
    """Turns luqum's tree into conditions."""

    known: dict[str, str]
    """Field in lower case → as it is written."""
    leaves: int = 0
    depth: int = 0
    is_near: bool = False
    """Whether what is read stands inside near:( … )."""

    def query(self, node: Any) -> c.MomentCondition:
        """Return the condition of a whole query; one that only chooses assets shows what chose them."""
        condition = self.condition(node)
        parts = condition.parts if isinstance(condition, c.AllOf) else (condition,)
        shown = tuple(part for each in parts for part in _choosing(each))
        if shown and all(_chooses_assets(each) for each in parts):
            return c.AllOf((condition, c.AnyOf(shown)))
        return condition

    def condition(self, node: Any, field: str = "") -> c.MomentCondition:
        self.depth += 1
        if self.depth > DEEPEST_NODES:
            raise InvalidQuery("the query is nested too deeply, for instance by many NOT: write it flatter", node.pos)
        try:
            return self._condition(node, field)
        finally:
            self.depth -= 1

    def _condition(self, node: Any, field: str) -> c.MomentCondition:
        match node:
            case tree.SearchField():
                return self.field(node)
            case tree.Group() | tree.FieldGroup() | tree.Plus():
                return self.condition(node.children[0], field)
            case tree.OrOperation():
                return c.AnyOf(tuple(self.condition(each, field) for each in node.children))
            case tree.AndOperation() | tree.UnknownOperation():
                return c.AllOf(tuple(self.condition(each, field) for each in node.children))
            case tree.Not() | tree.Prohibit():
                return c.NotSo(self.condition(node.children[0], field))
            case _:
                return self.leaf(node, field)

    def field(self, node: Any) -> c.MomentCondition:
        name, inner = node.name, node.children[0]
        near = _NEAR.fullmatch(name)
        if name.lower() == "asset" and isinstance(inner, tree.FieldGroup):
            return self.each_moment(inner.children[0], c.InAsset)
        if near and isinstance(inner, tree.FieldGroup):
            if self.is_near:  # each level would double the question
                raise InvalidQuery("near:( … ) cannot stand inside another one: put all into one bracket", node.pos)
            self.is_near = True
            try:
                return self.near(inner.children[0], int(near[1] or _NEAR_SECONDS) * MILLIS)
            finally:
                self.is_near = False
        if name.lower() == SIMILAR and SIMILAR not in self.known:
            return self.meaning(inner, node.pos)
        if name in VERBS or (name.lower() in VERBS and name.lower() not in self.known):
            return c.AllOf((c.HasKind(VERBS[name.lower()]), self.condition(inner)))
        return self.condition(inner, self.declared(name, node.pos))

    def meaning(self, node: Any, position: int | None) -> c.MomentCondition:
        """Return the condition of what means the same as a sentence."""
        sentence = plain_words(node.children[0] if isinstance(node, tree.FieldGroup) else node)
        self.leaves += 1
        if self.leaves > MOST or not any(map(str.isalnum, sentence)):
            raise InvalidQuery(f'{SIMILAR}: is followed by a sentence, for instance {SIMILAR}:"a calm sea"', position)
        return c.MeansLike(sentence)

    def declared(self, name: str, position: int | None) -> str:
        """Return a field as it is written where it is declared; letters' case does not matter."""
        found = self.known.get(name.lower()) or ALIASES.get(name.lower())
        if found is None:
            known = {*self.known.values(), *VERBS, SIMILAR, "asset", "near"}
            raise InvalidQuery(f"no moment has a field {name}; the nearest are {nearest(name, known)}", position)
        return found

    def each_moment(self, node: Any, within: Callable[[c.MomentCondition], c.MomentCondition]) -> c.MomentCondition:
        """Return a condition whose operands may be fulfilled by different moments; a bracket is about one moment."""
        match node:
            case tree.OrOperation():
                return c.AnyOf(tuple(self.each_moment(each, within) for each in node.children))
            case tree.AndOperation() | tree.UnknownOperation():
                return c.AllOf(tuple(self.each_moment(each, within) for each in node.children))
            case tree.Not() | tree.Prohibit():
                return c.NotSo(self.each_moment(node.children[0], within))
            case _:
                return within(self.condition(node))

    def near(self, node: Any, millis: int) -> c.MomentCondition:
        """Return the condition of a moment that has all the others around it."""
        operands = node.children if isinstance(node, tree.AndOperation | tree.UnknownOperation) else (node,)
        refused = [self.condition(each.children[0]) for each in operands if isinstance(each, tree.Not | tree.Prohibit)]
        wanted = [self.condition(each) for each in operands if not isinstance(each, tree.Not | tree.Prohibit)]
        if not wanted:
            raise InvalidQuery("near:( … ) needs something that is there, not only NOT", node.pos)
        absent = tuple(c.NotSo(c.Nearby(each, millis)) for each in refused)
        return c.AnyOf(
            tuple(
                c.AllOf((own, *(c.Nearby(each, millis) for each in wanted if each is not own), *absent))
                for own in wanted
            )
        )

    def leaf(self, node: Any, field: str) -> c.MomentCondition:
        self.leaves += 1
        if self.leaves > MOST:
            raise InvalidQuery(f"the query has more than {MOST} words, phrases and ranges: ask for less", node.pos)
        match node:
            case tree.Word():
                return self.words(node.value, field, node.pos)
            case tree.Phrase():
                return words_in(field, tree.Word(node.value[1:-1]).unescaped_value, node.pos, is_open=False)
            case tree.Proximity():
                return words_near(field, node)
            case tree.Range() | tree.From() | tree.To():
                return self.within(node, field)
            case _:
                raise InvalidQuery(_REFUSED.get(type(node), f"{node} is not understood"), node.pos)

    def words(self, written: str, field: str, position: int | None) -> c.MomentCondition:
        written = _ASKING.sub("", written)
        is_open = written.endswith("*") and not written.endswith("\\*")
        plain = written[:-1] if is_open else written
        if re.search(r"(?<!\\)[*?]", plain):
            raise InvalidQuery(f"{written}: a wildcard stands at the end of a word, for instance vio*", position)
        if is_open and not plain:
            return with_any_value(field)
        return words_in(field, tree.Word(plain).unescaped_value, position, is_open=is_open)

    def within(self, node: Any, field: str) -> c.MomentCondition:
        if not field or field in NAMES:
            raise InvalidQuery(
                f"{node}: a range belongs to a field with numbers, for instance Confidence:>80", node.pos
            )
        return interval_of(node, field)


def _choosing(condition: c.MomentCondition) -> list[c.MomentCondition]:
    """Return what a moment fulfils that makes its asset one of those that are chosen."""
    match condition:
        case c.InAsset(part):
            return [part]
        case c.AllOf(parts) | c.AnyOf(parts):
            return [found for part in parts for found in _choosing(part)]
        case _:
            return []


def _chooses_assets(condition: c.MomentCondition) -> bool:
    match condition:
        case c.InAsset():
            return True
        case c.NotSo(part):
            return _chooses_assets(part)
        case c.AllOf(parts) | c.AnyOf(parts):
            return all(_chooses_assets(part) for part in parts)
        case _:
            return False


_REFUSED = {
    tree.Fuzzy: "words that are only similar (word~) are not looked for: write vio* for words that begin so",
    tree.Regex: "regular expressions are not understood: write vio* for words that begin so",
    tree.Boost: "weights (word^2) are not understood: sort by confidence or time instead",
}

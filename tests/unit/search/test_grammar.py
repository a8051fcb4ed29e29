"""What is typed, what it means, and what is answered to what cannot be read."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.errors import InvalidQuery
from media_insights.search import conditions as c
from media_insights.search.grammar import parse_query
from media_insights.search.terms import TermPhrase


def words(*terms: str, is_open: bool = False) -> c.HasWords:
    return c.HasWords(TermPhrase(terms, is_open=is_open))


def label(*terms: str) -> c.AllOf:
    return c.AllOf((c.HasKind(("Label",)), words(*terms)))


DAY = 1_793_491_200_000
"""The beginning of the first of November 2026 (ms)."""
DOG, WATER = label("dog"), c.AllOf((c.HasKind(("Speech",)), words("water")))


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("", c.Everything()),
        ("*", c.Everything()),
        ("deep water", c.AllOf((words("deep"), words("water")))),
        ('"deep water"', words("deep", "water")),
        ("vio*", words("vio", is_open=True)),
        ("label:Dog", DOG),
        ("a OR b", c.AnyOf((words("a"), words("b")))),
        ("-a", c.NotSo(words("a"))),
        ("name:Gun", c.FieldHasWords("Name", TermPhrase(("gun",)))),
        ("transcript:Gun", c.FieldHasWords("Transcript", TermPhrase(("gun",)))),
        ("Name:*", c.FieldExists("Name")),
        (
            "Name:(Gun Axe)",
            c.AllOf((c.FieldHasWords("Name", TermPhrase(("gun",))), c.FieldHasWords("Name", TermPhrase(("axe",))))),
        ),
        ("Operator:textDetection", c.FieldIs("Operator", "textdetection")),
        ("Confidence:>80", c.FieldWithin("Confidence", low=80, includes_low=False)),
        ("Confidence:[80 TO 90}", c.FieldWithin("Confidence", 80, 90, includes_high=False)),
        ("Width:[* TO 1920]", c.FieldWithin("Width", high=1920)),
        ("Start:12.5", c.FieldWithin("Start", 12_500, 12_500)),
        ('Start:>="00:01:30"', c.FieldWithin("Start", low=90_000)),
        ('Start:["00:01:00" TO "00:02:00"]', c.FieldWithin("Start", 60_000, 120_000)),
        ('"deep water"~3', c.WordsNear("", (TermPhrase(("deep",)), TermPhrase(("water",))), 3)),
        ('name:"deep 東京"~0', c.WordsNear("Name", (TermPhrase(("deep",)), TermPhrase(("東京",))), 0)),
        ("created:2026-11-01", c.FieldWithin("Created", DAY, DAY + 86_400_000, includes_high=False)),
        ("created:[2026-11-01 TO *]", c.FieldWithin("Created", DAY, includes_high=False)),
        ("created:>2026-10", c.FieldWithin("Created", DAY, includes_high=False)),
        ("created:<2026-11-01", c.FieldWithin("Created", high=DAY, includes_high=False)),
        (
            "created:[2025 TO 2026-10]",
            c.FieldWithin("Created", DAY - 304 * 86_400_000 - 365 * 86_400_000, DAY, includes_high=False),
        ),
        ('created:>"2026-11-01T00:00:00Z"', c.FieldWithin("Created", DAY, includes_low=False, includes_high=False)),
        (
            'created:>"2026-11-01T01:00+01:00"',
            c.FieldWithin("Created", DAY, includes_low=False, includes_high=False),
        ),
        ("created:*", c.FieldExists("Created")),
        ("asset:(label:Dog says:water)", c.AllOf((c.AllOf((c.InAsset(DOG), c.InAsset(WATER))), c.AnyOf((DOG, WATER))))),
        ("asset:(label:Dog) says:water", c.AllOf((c.InAsset(DOG), WATER))),
        (
            "near_10s:(label:Dog AND NOT says:water)",
            c.AnyOf((c.AllOf((DOG, c.NotSo(c.Nearby(WATER, 10_000)))),)),
        ),
        (
            "near:(a b)",
            c.AnyOf(
                (
                    c.AllOf((words("a"), c.Nearby(words("b"), 5000))),
                    c.AllOf((words("b"), c.Nearby(words("a"), 5000))),
                )
            ),
        ),
    ],
)
def test_a_query_means_a_condition(query: str, condition: c.MomentCondition) -> None:
    assert parse_query(query, ["Width"]) == condition


def test_a_verb_means_the_same_whatever_fields_there_are() -> None:
    """Operators declare fields named Text: ``text:`` stays the writing in the image, and ``Text:`` is the field."""
    verb, cat = c.AllOf((c.HasKind(("Text",)), words("cat"))), TermPhrase(("cat",))
    assert parse_query("text:cat", ["Text"]) == verb
    assert parse_query("Text:cat", ["Text"]) == c.FieldHasWords("Text", cat)
    assert parse_query("TEXT:cat", []) == verb


@pytest.mark.parametrize(
    ("query", "position", "sentence"),
    [
        ("cat (dog", 4, "the bracket ( at character 5 is not closed: add a )"),
        ("cat) dog", 3, "the bracket ) at character 4 was not opened: remove it"),
        ('say "hello', 4, 'the quote at character 5 is not closed: write say "hello"'),
        ("cat AND", 4, "nothing stands after AND at character 5: add a word, or remove AND"),
        ("cat label:", 4, "nothing stands after label: at character 5: add a word, or label:* for any"),
        ("Start:>00:01:30", 9, "at character 10"),
        ("Nmae:cat", 0, "no moment has a field Nmae; the nearest are Name, "),
        ("confidense:>80", 0, "the nearest are Confidence, "),
        ("qqq:cat", 0, "the nearest are "),
        ('"cat"~2', 0, 'write 2 to 10 words and at most 100 between them, for instance "deep water"~3'),
        ('"cat dog"~101', 0, "at most 100 between them"),
        ('Kind:"cat dog"~2', 5, "Kind holds none"),
        ('"cat ..."~2', 0, "holds neither letters nor digits"),
        ("created:yesterday", 8, "Created is a date such as 2026-11-01 or 2026-11"),
        ("created:2026-02-31", 8, "not 2026-02-31"),
        ("created:20261101", 8, "Created is a date such as 2026-11-01 or 2026-11"),
        ("created:2026-W45", 8, "not 2026-W45"),
        ("created:2026-11-01T12", 8, "not 2026-11-01T12"),
        ('created:"2026-11-01 12:00"', 8, "not 2026-11-01 12:00"),
        ('created:"20261101T12:00"', 8, "not 20261101T12:00"),
        ("cat dog~2", 4, "words that are only similar"),
        ("Name:/c.t/", 5, "regular expressions are not understood"),
        ("c*t", 0, "c*t: a wildcard stands at the end of a word"),
        ("Confidence:>high", 12, "Confidence is a number, not high"),
        ("Start:soon", 6, 'Start is seconds, or a time such as "00:01:30", not soon'),
        ("Operator:>3", 9, "a range belongs to a field with numbers"),
        ("?!", 0, "a wildcard"),
        ('"..."', 0, "holds neither letters nor digits"),
        ("near:(NOT cat)", 6, "needs something that is there"),
        ("a " * 51, 100, "more than 50 words"),
        ("a" * 2001, None, "at most 2000"),
        ("(" * 21 + "a" + ")" * 21, None, "more than 20 levels"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(query: str, position: int | None, sentence: str) -> None:
    with pytest.raises(InvalidQuery) as refused:
        parse_query(query)
    assert sentence in str(refused.value)
    assert refused.value.position == position


@given(st.text('ab "()[]{}:*?~^/\\-+!<>=TO AND OR NOT near:asset:Start:', max_size=30))
def test_whatever_is_typed_is_a_condition_or_refused(query: str) -> None:
    with suppress(InvalidQuery):
        parse_query(query)

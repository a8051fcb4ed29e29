"""search: do words, meaning and both (as the API) find what answers a query, and nothing where nothing does?"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from media_insights.catalogue.operator_folders import operator_in
from media_insights.ports.moment_search import Hit, SearchRequest
from media_insights.results.moments import Moment
from media_insights.results.whole_moments import whole_moments_of
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment, indexed_moments
from media_insights.search.likeness import calibrated
from media_insights.search.questions import ModelQuestions
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.search.vectors import block_of, places_of, rows_apart, with_rows
from media_insights.storage.vector_files import vectors_in
from tests.evaluation.calibrating import FOLDER
from tests.evaluation.figures import Figure
from tests.evaluation.measures.retrieval import NOTHING, Counts, counts_of
from tests.evaluation.running import Bench
from tests.evaluation.searched import pictures, sentences
from tests.evaluation.truths import truth
from tests.operators import media
from tests.operators.runs import OPERATORS

SUBJECT = "search"
BEST = 5
NAMESPACE = "n"
Ask = Callable[[str], Sequence[Hit]]
Question = tuple[str, frozenset[str]]
"""A query, and the ids of the moments that answer it."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield precision at 5 and recall of three ways to search, and how often what has no answer gets one."""
    index, moments = _indexed(bench)
    ways = {
        "words": lambda query: _asked(index, query, "Words"),
        "meaning": lambda query: _asked(index, query, "Meaning"),
        "both": lambda query: _mixed(index, query),
    }
    by_words, by_meaning = _questions(moments, "words"), _questions(moments, "meaning")
    short = [each for each in by_words if len(each[0]) <= 3 and not each[0].isascii()]
    sets = {"words": by_words, "meaning": by_meaning}
    for way, ask in ways.items():
        asked = sets.get(way, by_words + by_meaning)
        yield from _rows(ask, asked, f"by {way}", f"{len(asked)} questions to {len(moments)} moments")
    yield from _rows(
        ways["words"], short, "by Chinese and Japanese words of one to three characters", f"{len(short)} questions"
    )
    unanswered, unrelated = truth("searches")["unanswered"], truth("searches")["unrelated"]
    for way, ask in ways.items():
        yield _wrong(ask, unanswered, f"questions without an answer that get one, by {way}")
    yield _wrong(ways["meaning"], unrelated, "questions above the floor, of those that chose it")


def _wrong(ask: Ask, asked: Sequence[str], measure: str) -> Figure:
    return Figure(SUBJECT, measure, sum(bool(ask(query)) for query in asked), f"{len(asked)} questions", digits=0)


def _rows(ask: Ask, asked: Sequence[Question], how: str, of: str) -> Iterator[Figure]:
    counts = sum((_counted(ask(query), right) for query, right in asked), NOTHING)
    yield Figure(SUBJECT, f"precision at {BEST}, {how}", counts.precision, of)
    yield Figure(SUBJECT, f"recall at {BEST}, {how}", counts.recall, of)


def _counted(hits: Sequence[Hit], right: frozenset[str]) -> Counts:
    return counts_of(right, [each.id for each in hits[:BEST]])


def _asked(index: SqliteIndex, query: str, reading: Any) -> Sequence[Hit]:
    request = SearchRequest(query=query, namespaces=frozenset({NAMESPACE}), limit=BEST, reading=reading)
    return index.search(request).hits


def _mixed(index: SqliteIndex, query: str) -> Sequence[Hit]:
    """Return what the API shows: what has the words, then what means something like them."""
    found = list(_asked(index, query, "Words"))
    known = {each.id for each in found}
    return found if len(found) >= BEST else [*found, *(e for e in _asked(index, query, "Meaning") if e.id not in known)]


def _questions(moments: Sequence[IndexedMoment], name: str) -> list[Question]:
    cases = [(each["q"], each.get("finds", ()), each.get("label", "")) for each in truth("searches")[name]]
    if name == "meaning":
        texts = sentences()
        asked = zip(truth("questions"), texts, strict=False)
        cases += [(each[code], (text,), "") for each, text in asked for code in ("en", "de")]
    return [(query, _answers(moments, begins, label)) for query, begins, label in cases]


def _answers(moments: Sequence[IndexedMoment], begins: Sequence[str], label: str) -> frozenset[str]:
    found = {each.id for each in moments if any(each.moment.title.startswith(start) for start in begins)}
    shown = {each.id for each in moments if label and (each.moment.kind, each.moment.title) == ("Label", label)}
    if (begins or label) and not found | shown:
        raise ValueError(f"no moment answers {begins or label}")
    return frozenset(found | shown)


def _indexed(bench: Bench) -> tuple[SqliteIndex, list[IndexedMoment]]:
    """Return an index of sentences with their vectors and of what pictures show, and all that is in it."""
    folder = media.cache().parent / "models" / FOLDER
    index = SqliteIndex(bench.made("index.sqlite"), questions=ModelQuestions(folder, "make models"))
    answer = bench.run(FOLDER, {"text": "\n\n".join(sentences()).encode()})
    spec = operator_in(OPERATORS / FOLDER).spec
    assert spec.index
    assert spec.vectors
    plain, rows = rows_apart(whole_moments_of(answer.result, with_rows(spec.index, spec.vectors)))
    said = list(indexed_moments("u-said", spec.result_name, plain, spec.index))
    file = vectors_in(answer.file(answer.result["File"]["Name"]).read_bytes(), spec.result_name)
    block = calibrated(block_of(answer.result, spec.result_name, spec.vectors, places_of(said, rows), file))
    index.replace(IndexedAsset(namespace=NAMESPACE, uid="u-said", name="said"), said, [block])
    return index, said + _shown(index)


def _shown(index: SqliteIndex) -> list[IndexedMoment]:
    """Index what pictures show, as label-detection would find it."""
    declared = operator_in(OPERATORS / "label-detection").spec.index
    assert declared
    shown = list[IndexedMoment]()
    for name, labels in pictures().items():
        titles = [each.split("|")[0].strip() for each in labels]
        seen = [Moment(operator="label_detection", kind="Label", title=each, fields={"Name": each}) for each in titles]
        own = list(indexed_moments(f"u-{name}", "labelDetection", seen, declared))
        index.replace(IndexedAsset(namespace=NAMESPACE, uid=f"u-{name}", name=name), own)
        shown += own
    return shown

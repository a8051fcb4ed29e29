"""entities: names of news, sport, a documentary and a meeting; and whether their kind is told right."""

from collections.abc import Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.measures.retrieval import NOTHING, Counts, counts_of
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth

OPERATOR = "entities"
ARTICLES = ("the ", "a ", "an ")


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield precision and recall of names with their kind, and of names alone."""
    typed, plain = NOTHING, NOTHING
    for case in truth("entities"):
        found = bench.run(OPERATOR, {"text": case["text"].encode()}).result["Entities"]
        said = {(_bare(it["Text"]), it["Type"]) for it in found}
        names = {(_bare(name), kind) for name, kind in case["names"].items()}
        typed += counts_of(names, said)
        plain += counts_of({name for name, _ in names}, {name for name, _ in said})
    yield from _shares("names with their kind", typed)
    yield from _shares("names alone", plain)


def _shares(of: str, counts: Counts) -> Iterator[Figure]:
    size = f"{counts.right + counts.missed} names"
    yield Figure(OPERATOR, f"precision of {of}", counts.precision, size)
    yield Figure(OPERATOR, f"recall of {of}", counts.recall, size)


def _bare(text: str) -> str:
    lower = " ".join(text.lower().split())
    return next((lower.removeprefix(word) for word in ARTICLES if lower.startswith(word)), lower).removesuffix("'s")

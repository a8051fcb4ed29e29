"""entities: names of news, sport, a documentary and a meeting; whether their kind is right, and scores are honest."""

from collections.abc import Iterator, Sequence

from tests.evaluation.figures import Figure
from tests.evaluation.measures.calibration import calibration_error
from tests.evaluation.measures.retrieval import NOTHING, Counts, counts_of
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth

OPERATOR = "entities"
SURE = 0.9
"""By which people filter."""
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
    yield from _scores(list(_answers(bench)))


def _answers(bench: Bench) -> Iterator[tuple[float, bool]]:
    """Yield the score of every name that is told with its kind, and whether that is right."""
    for case in [*truth("entities"), *truth("more-entities")]:
        names = {(_bare(name), kind) for name, kind in case["names"].items()}
        for it in bench.run(OPERATOR, {"text": case["text"].encode()}).result["Entities"]:
            yield it["Score"], (_bare(it["Text"]), it["Type"]) in names


def _scores(answers: Sequence[tuple[float, bool]]) -> Iterator[Figure]:
    sure = [right for score, right in answers if score >= SURE]
    size = f"{len(answers)} names that were told"
    yield Figure(OPERATOR, f"precision of names with a score of {SURE} and more", sum(sure) / len(sure), size)
    yield Figure(OPERATOR, f"names with a score of {SURE} and more", len(sure) / len(answers), size)
    yield Figure(OPERATOR, "calibration error of scores", calibration_error(answers), size)


def _shares(of: str, counts: Counts) -> Iterator[Figure]:
    size = f"{counts.right + counts.missed} names"
    yield Figure(OPERATOR, f"precision of {of}", counts.precision, size)
    yield Figure(OPERATOR, f"recall of {of}", counts.recall, size)


def _bare(text: str) -> str:
    lower = " ".join(text.lower().split())
    return next((lower.removeprefix(word) for word in ARTICLES if lower.startswith(word)), lower).removesuffix("'s")

"""key-phrases: whether what a text is about is among its ten weightiest phrases, and whether phrases are whole."""

from collections.abc import Iterable, Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.measures.calibration import calibration_error
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth

OPERATOR = "key-phrases"
WEIGHTIEST = 10
SURE = 0.9
"""By which people filter."""
EVERYTHING = {"maxPhrases": 1000, "minWeight": 0, "minScore": 0}


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield recall among the ten weightiest, and how often the weightiest of all is one of them."""
    right, first, wanted = 0, 0, 0
    cases = truth("key-phrases")
    for case in cases:
        found = bench.run(OPERATOR, {"text": case["text"].encode()}, {"maxPhrases": WEIGHTIEST, "minWeight": 0}).result
        phrases = [_plain(it["Text"]) for it in found["KeyPhrases"]]
        wanted += len(case["about"])
        right += sum(_is_among(entry, phrases) for entry in case["about"])
        first += any(_is_among(entry, phrases[:1]) for entry in case["about"])
    yield Figure(
        OPERATOR, f"recall among the {WEIGHTIEST} weightiest", right / wanted, f"{wanted} phrases of {len(cases)} texts"
    )
    yield Figure(OPERATOR, "texts whose weightiest phrase is right", first / len(cases), f"{len(cases)} texts")
    yield from _scores(bench)


def _scores(bench: Bench) -> Iterator[Figure]:
    """Yield how many phrases are sure, how many of those are whole, and how honest scores are."""
    whole, answers = set(truth("whole-phrases")["whole"]), []
    for case in [*truth("more-entities"), *truth("key-phrases")]:
        found = bench.run(OPERATOR, {"text": case["text"].encode()}, EVERYTHING).result["KeyPhrases"]
        answers += [(it["Score"], it["Text"] in whole) for phrase in found for it in phrase["Mentions"]]
    sure = [right for score, right in answers if score >= SURE]
    size = f"{len(answers)} phrases that were told"
    yield Figure(OPERATOR, f"precision of phrases with a score of {SURE} and more", sum(sure) / len(sure), size)
    yield Figure(OPERATOR, f"phrases with a score of {SURE} and more", len(sure) / len(answers), size)
    yield Figure(OPERATOR, "calibration error of scores", calibration_error(answers), size)


def _is_among(entry: str, phrases: Iterable[str]) -> bool:
    wanted = {_plain(each) for each in entry.split("|")}
    return not wanted.isdisjoint(phrases)


def _plain(phrase: str) -> str:
    # crude, and the same for both sides: batteries and battery, lanes and lane
    return " ".join(word.removesuffix("ies").removesuffix("y").removesuffix("s") for word in phrase.lower().split())

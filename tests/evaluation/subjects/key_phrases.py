"""key-phrases: whether what a reader would say a text is about is among the ten weightiest phrases."""

from collections.abc import Iterable, Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth

OPERATOR = "key-phrases"
WEIGHTIEST = 10


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield recall among the ten weightiest, and how often the weightiest of all is one of them."""
    right, first, wanted = 0, 0, 0
    cases = truth("key-phrases")
    for case in cases:
        found = bench.run(OPERATOR, {"text": case["text"].encode()}, {"maxPhrases": WEIGHTIEST, "minScore": 0}).result
        phrases = [_plain(it["Text"]) for it in found["KeyPhrases"]]
        wanted += len(case["about"])
        right += sum(_is_among(entry, phrases) for entry in case["about"])
        first += any(_is_among(entry, phrases[:1]) for entry in case["about"])
    yield Figure(
        OPERATOR, f"recall among the {WEIGHTIEST} weightiest", right / wanted, f"{wanted} phrases of {len(cases)} texts"
    )
    yield Figure(OPERATOR, "texts whose weightiest phrase is right", first / len(cases), f"{len(cases)} texts")


def _is_among(entry: str, phrases: Iterable[str]) -> bool:
    wanted = {_plain(each) for each in entry.split("|")}
    return not wanted.isdisjoint(phrases)


def _plain(phrase: str) -> str:
    # crude, and the same for both sides: batteries and battery, lanes and lane
    return " ".join(word.removesuffix("ies").removesuffix("y").removesuffix("s") for word in phrase.lower().split())

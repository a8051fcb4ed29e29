"""text-detection: drawn lines in several fonts, sizes and looks, a photographed page, and pictures without text."""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.evaluation.cards import Card, written
from tests.evaluation.figures import Figure
from tests.evaluation.measures.error_rates import NONE, Errors, character_errors
from tests.evaluation.running import Bench
from tests.evaluation.stills import zip_of
from tests.evaluation.truths import truth
from tests.operators import media
from tests.operators.examples import frames_zip

OPERATOR = "text-detection"
USUAL = 28
"""Pixels: the size in which looks are compared, a usual caption."""
LOWEST = 0.95
"""Of the picture: a line whose middle lies below is cut by the edge, and what of it is read is not judged."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield character error rates, and lines read where there are none."""
    texts = truth("texts")
    groups = _groups(texts)
    cards = [card for group in groups.values() for card in group]
    paths = written(cards, bench.made("cards"))
    answer = bench.run(OPERATOR, {"frames": frames_zip(paths)}, seconds=len(cards))
    read = dict(zip(cards, _lines(answer.result, len(cards)), strict=True))
    for name, group in groups.items():
        errors = sum((character_errors(card.text, " ".join(read[card])) for card in group), NONE)
        yield _rate(f"character error rate, {name}", errors)
    yield from _page(bench, texts["page"])
    still = [{"media": name} for name in texts["textless"]]
    found = bench.run(OPERATOR, {"frames": zip_of(still)}, seconds=len(still)).result
    made_up = sum(map(len, _lines(found, len(still))))
    yield Figure(OPERATOR, "lines made up in pictures without text", made_up, f"{len(still)} pictures", digits=0)


def _groups(texts: dict[str, Any]) -> dict[str, list[Card]]:
    cards = [tuple(lines) for lines in texts["cards"]]
    fonts = texts["fonts"]
    sizes = {
        f"{size} px, four fonts, white on black": [
            Card(cards[(row + place) % len(cards)], font, size) for place, font in enumerate(fonts)
        ]
        for row, size in enumerate(texts["sizes"])
    }
    looks = {
        f"{USUAL} px, {name}": [Card(lines, "font-sans", USUAL, **look) for lines in cards]
        for name, look in texts["looks"].items()
    }
    photographs = [
        Card(lines, "font", 36, photograph=behind)
        for lines, behind in zip(cards, ("stairs", "china", "flower"), strict=True)
    ]
    return sizes | looks | {"36 px, edged, on photographs": photographs}


def _page(bench: Bench, page: dict[str, Any]) -> Iterator[Figure]:
    found = bench.run(OPERATOR, {"frames": media.fetch(page["media"])}).result["TextDetections"]
    lines = [it["DetectedText"] for it in found if it["Type"] == "LINE" and _middle(it) < LOWEST]
    yield _rate("character error rate, photographed page", character_errors(" ".join(page["lines"]), " ".join(lines)))


def _middle(line: dict[str, Any]) -> float:
    box = line["Geometry"]["BoundingBox"]
    return float(box["Top"] + box["Height"] / 2)


def _lines(result: dict[str, Any], count: int) -> Sequence[list[str]]:
    entries = [(it["Timestamp"] // 1000, it["TextDetection"]) for it in result["TextDetections"]]
    return [
        [it["DetectedText"] for at, it in entries if at == index and it["Type"] == "LINE"] for index in range(count)
    ]


def _rate(measure: str, errors: Errors) -> Figure:
    return Figure(OPERATOR, measure, errors.rate, f"{errors.length} characters", digits=3)

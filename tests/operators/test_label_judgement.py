"""What label-detection makes of what its networks see: doubts about a box, frames that answer together, what is told.

No network runs; what they see is given.
"""

from typing import Any

import pytest

from tests.operators.runs import inside

pytestmark = pytest.mark.slow

NETWORKS = """
import numpy as np
from types import SimpleNamespace
from labels import Labeller, Wanted
from sights import Observer, Sight, Thing, together
def network(**names):
    labels = [{"name": name, "parents": parents.split()} for name, parents in names.items()]
    return SimpleNamespace(manifest={"name": "mounted", "labels": labels, "decoder": "softmax"})
detector = network(Person="", Dog="Animal", Cat="Animal", Tie="Clothing")
classifier = network(
    Pug="Animal Dog", Boxer="Animal Dog", Beagle="Animal Dog", Tabby="Animal Cat", Lion="Animal", Suit="Clothing",
    Heron="Animal Bird", Owl="Animal Bird",
)
observer = Observer(detector, classifier)
parents = {it["name"]: tuple(it["parents"]) for it in detector.manifest["labels"]}
def things(boxes):
    sides = range(100, 0, -10)
    return tuple(
        Thing(name, parents[name], sure, np.array([0, 0, side, side])) for (name, sure), side in zip(boxes, sides)
    )
"""
Boxes = list[tuple[str, float]]
"""Names with how likely they are, the largest box first."""

DOUBTS = f"""{NETWORKS}
answer = [observer._doubt(things(boxes)[0], things(boxes), kinds) for boxes, kinds in given[0]]
"""
DOUBTED: dict[str, tuple[list[str], dict[str, float], float]] = {
    "an animal is called a person": (["Person"], {"Animal": 0.9}, 0.9),
    "nobody is sure of an animal": (["Person"], {"Animal": 0.6}, 0),
    "a man and his dog": (["Person", "Dog"], {"Animal": 0.9}, 0),
    "somebody wears a suit": (["Person"], {"Clothing": 0.9}, 0),
    "a lion is called a dog": (["Dog"], {"Animal": 0.9, "Lion": 0.8}, 0.9),
    "lions are called dogs": (["Dog", "Dog"], {"Animal": 0.9}, 0.9),
    "it may be a dog": (["Dog"], {"Animal": 0.9, "Dog": 0.3}, 0.6),
    "it is a dog": (["Dog"], {"Animal": 0.9, "Dog": 0.9}, 0),
    "a name of which the classifier has one class": (["Cat"], {"Animal": 0.9}, 0),
    "another box of the kind fits": (["Dog", "Cat"], {"Animal": 0.9}, 0),
}


@pytest.fixture(scope="module")
def doubts() -> dict[str, float]:
    cases = [([(name, 0.8) for name in names], kinds) for names, kinds, _ in DOUBTED.values()]
    return dict(zip(DOUBTED, inside("label-detection", DOUBTS, cases), strict=True))


@pytest.mark.parametrize("what", DOUBTED)
def test_a_box_is_doubted_as_far_as_the_whole_image_is_sure_of_something_else(
    doubts: dict[str, float], what: str
) -> None:
    assert doubts[what] == pytest.approx(DOUBTED[what][2])


SHOT = f"""{NETWORKS}
shot = [(1000 * at, Sight((90, 60), things(boxes), kinds)) for at, (boxes, kinds) in enumerate(given[0])]
answer = [[at, it.size, [thing.name for thing in it.things], it.kinds] for at, it in together(shot)]
"""


def test_frames_of_a_shot_judge_the_whole_image_together_and_boxes_alone() -> None:
    frames: list[Any] = [([], {"Bird": 0.8}), ([("Dog", 0.7)], {"Bird": 0.3, "Suit": 0.7}), ([], {"Bird": 0.8})]
    answers = inside("label-detection", SHOT, frames)
    assert [(at, size, boxes) for at, size, boxes, _ in answers] == [
        (0, [90, 60], []),
        (1000, [90, 60], ["Dog"]),
        (2000, [90, 60], []),
    ]
    assert all(kinds["Bird"] >= 0.5 for *_, kinds in answers)
    assert answers[1][3]["Suit"] < 0.3


TOLD = f"""{NETWORKS}
def told(boxes, kinds, least):
    labels = Labeller(observer, Wanted(least, 100, frozenset())).labels_of(Sight((90, 60), things(boxes), kinds))
    return [(label["Name"], label["Confidence"]) for label in labels]
answer = [told(*case) for case in given[0]]
"""
HERON = {"Animal": 0.96, "Bird": 0.92, "Heron": 0.55}
TELLING: dict[str, tuple[Boxes, dict[str, float], float, list[str]]] = {
    "a heron that is surely a bird": ([], HERON, 30, ["Bird", "Heron"]),
    "asked for more": ([], HERON, 60, ["Bird"]),
    "asked for most": ([], HERON, 95, ["Animal"]),
    "a step for each bar": ([], HERON | {"Bird": 0.75}, 30, ["Animal", "Bird", "Heron"]),
    "no bar between": ([], HERON | {"Bird": 0.65, "Animal": 0.68}, 30, ["Heron"]),
    "a box less sure than its kind": ([("Dog", 0.8)], {"Animal": 0.95}, 30, ["Animal", "Dog"]),
    "a box as sure as its kind": ([("Dog", 0.93)], {"Animal": 0.95}, 30, ["Dog"]),
    "both networks name it": ([("Dog", 0.8)], {"Animal": 0.95, "Dog": 0.6}, 30, ["Dog"]),
}


@pytest.fixture(scope="module")
def told() -> dict[str, list[tuple[str, float]]]:
    cases = [(boxes, kinds, least) for boxes, kinds, least, _ in TELLING.values()]
    return dict(zip(TELLING, inside("label-detection", TOLD, cases), strict=True))


@pytest.mark.parametrize("what", TELLING)
def test_what_is_sure_is_told_besides_what_is_specific(told: dict[str, list[tuple[str, float]]], what: str) -> None:
    assert [name for name, _ in told[what]] == TELLING[what][3]


def test_a_name_of_both_networks_is_as_likely_as_that_either_is_right(told: dict[str, list[tuple[str, float]]]) -> None:
    assert [tuple(it) for it in told["both networks name it"]] == [("Dog", 92.0)]


@pytest.mark.parametrize("bar", [50, 70, 90])
def test_a_result_that_is_filtered_says_what_one_with_this_threshold_says(bar: int) -> None:
    all_of_it, asked = inside("label-detection", TOLD, [([], HERON, 30), ([], HERON, bar)])
    assert [it for it in all_of_it if it[1] >= bar] == asked

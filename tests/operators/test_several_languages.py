"""transcribe where the language changes within a recording: each language is written down as itself, and told."""

from itertools import chain, groupby
from typing import Any

import pytest

from tests.operators import media, sounds
from tests.operators.runs import Outcome, inside, run

pytestmark = pytest.mark.slow

PARTS: list[tuple[str, str, float, float]] = [
    ("en", "two-cities", 0, 8.6),
    ("fr", "pangram-fr", 0, 60),
    ("fr", "counting-fr", 0, 60),
    ("fr", "hello-fr", 0, 60),
    ("en", "two-cities", 20, 28),
]
"""Language, and what is heard in it: an item, and its seconds from and to at most."""


@pytest.fixture(scope="module")
def recording() -> tuple[bytes, list[tuple[str, float]]]:
    """Return a recording, and the language of each part with the second at which it ends."""
    heard: list[float] = []
    ends: list[tuple[str, float]] = []
    for language, name, start, end in PARTS:
        samples = sounds.samples_of(media.fetch(name))
        heard += samples[round(start * sounds.RATE) : round(end * sounds.RATE)] + sounds.silence(0.6)
        ends.append((language, len(heard) / sounds.RATE))
    return sounds.wav(heard), ends


@pytest.fixture(scope="module")
def told_apart(recording: tuple[bytes, list[tuple[str, float]]]) -> Outcome:
    return run("transcribe", {"audio": recording[0]}, identifyMultipleLanguages=True)


def test_each_language_is_written_down_as_itself(
    told_apart: Outcome, recording: tuple[bytes, list[tuple[str, float]]]
) -> None:
    results = told_apart.result["results"]
    said = [(code, " ".join(it["transcript"] for it in group)) for code, group in _by_language(results)]
    assert [code for code, _ in said] == ["en", "fr", "en"]
    assert "best of times" in said[0][1]
    assert "everything before us" in said[2][1]
    for item in (it for it in results["items"] if "start_time" in it):
        true = next(code for code, end in recording[1] if item["start_time"] < end)
        assert item["language_code"] == true, item


def test_what_stands_amid_another_language_is_written_down_as_it_is_alone(told_apart: Outcome) -> None:
    samples = [sounds.silence(0.6)]
    for language, name, _, _ in PARTS:
        samples += [sounds.samples_of(media.fetch(name)), sounds.silence(0.6)] if language == "fr" else []
    alone = run("transcribe", {"audio": sounds.wav(chain.from_iterable(samples))}, language="fr")
    french = [it["transcript"] for it in told_apart.result["results"]["audio_segments"] if it["language_code"] == "fr"]
    assert " ".join(french) == alone.text("transcript.txt")


def test_how_long_each_is_spoken_is_told(told_apart: Outcome) -> None:
    results = told_apart.result["results"]
    assert results["language_code"] == "en"
    seconds = {each["language_code"]: each["duration_in_seconds"] for each in results["language_codes"]}
    assert list(seconds) == ["en", "fr"]
    assert 10 < seconds["en"] < 17
    assert 5 < seconds["fr"] < 9


def _by_language(results: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(code, list(each)) for code, each in groupby(results["audio_segments"], lambda it: it["language_code"])]


def test_one_language_stays_one() -> None:
    outcome = run("transcribe", {"audio": media.fetch("endgame")}, identifyMultipleLanguages=True)
    assert {each["language_code"] for each in outcome.result["results"]["language_codes"]} == {"en"}


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"language": "de"}, "identifyMultipleLanguages: language is 'de'; auto is right"),
        ({"region": "US"}, "region: 'US' is of one language"),
    ],
)
def test_what_contradicts_several_languages_is_refused(parameters: dict[str, str], sentence: str) -> None:
    outcome = run("transcribe", {"audio": media.fetch("fox")}, identifyMultipleLanguages=True, **parameters)
    assert (outcome.exit_code, outcome.sentence[: len(sentence)]) == (2, sentence)


SPOKEN = """
from languages import Heard, spoken_in
from speech import Region
RATE, heard, start = 16000, [], 0
for seconds, probabilities in given[0]:
    heard.append(Heard(Region(start, start + int(seconds * RATE)), int(seconds * RATE), probabilities))
    start += int(seconds * RATE)
found = spoken_in(heard)
answer = [[start / RATE, code] for start, code in zip(found.starts, found.codes)]
"""
EN, DE, UNSURE = {"en": 0.95, "de": 0.002}, {"en": 0.002, "de": 0.95}, {"en": 0.2, "de": 0.5}


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        pytest.param([(8, EN)] * 3, [[0, "en"]], id="one language"),
        pytest.param([(8, EN), (8, DE), (8, EN)], [[0, "en"], [8, "de"], [16, "en"]], id="another amid it"),
        pytest.param([(8, EN), (8, UNSURE), (8, EN)], [[0, "en"]], id="a stretch that is not sure"),
        pytest.param([(8, EN), (1, DE), (8, EN)], [[0, "en"]], id="a word that sounds foreign"),
        pytest.param([(8, EN), (8, UNSURE), (8, DE)], [[0, "en"], [8, "de"]], id="unsure goes with its neighbour"),
    ],
)
def test_a_language_changes_only_where_that_is_sure(heard: list[Any], found: list[Any]) -> None:
    assert inside("transcribe", SPOKEN, heard) == found


FINER = """
import numpy as np
from identification import _heard_through
from languages import Heard, Sample, spoken_in
from speech import Region
import identification
RATE, asked = 16000, []
def sample(start, end, codes):
    return Sample(Region(int(start * RATE), int(end * RATE)), np.array([codes.count("e"), codes.count("d")]))
def hear(it):
    asked.append([it.region.start / RATE, it.region.end / RATE])
    english, german = it.samples / it.samples.sum()
    probabilities = {"en": max(float(english), 0.002), "de": max(float(german), 0.002)}
    return Heard(it.region, it.region.end - it.region.start, probabilities)
stretches = []
for stretch in given[0]:
    parts = [sample(*part) for part in stretch]
    whole = sample(stretch[0][0], stretch[-1][1], "".join(codes for _, _, codes in stretch))
    stretches.append((whole, parts))
identification._stretches_of = lambda recording: stretches
found = spoken_in(_heard_through(hear, None)[1])
answer = [len(asked), [[start / RATE, code] for start, code in zip(found.starts, found.codes)]]
"""


@pytest.mark.parametrize(
    ("stretches", "asked", "found"),
    [
        pytest.param([[(0, 4, "e"), (5, 8, "e")], [(9, 16, "e")]], 2, [[0, "en"]], id="one language is heard once"),
        pytest.param(
            [[(0, 8, "d")], [(9, 11, "ddd"), (11.6, 13, "dd"), (14, 16, "ee")], [(17, 24, "e")]],
            6,
            [[0, "de"], [14, "en"]],
            id="a stretch that ends in the next language",
        ),
        pytest.param(
            [[(0, 3, "d"), (4, 8, "e")], [(9, 16, "e")], [(17, 24, "e")]], 5, [[0, "de"], [4, "en"]], id="at the start"
        ),
    ],
)
def test_a_stretch_that_may_hold_two_languages_is_heard_in_parts(
    stretches: list[Any], asked: int, found: list[Any]
) -> None:
    assert inside("transcribe", FINER, stretches) == [asked, found]


PARTED = """
import numpy as np
from languages import Languages
from speech import Region, Window
window = Window(100, np.zeros(400, np.float32), (Region(110, 150), Region(200, 300), Region(350, 450)))
parts = Languages(tuple(given[0]), tuple(given[1])).parts_of(window)
answer = [[code, [[it.start, it.end] for it in part.regions]] for part, code in parts]
"""


@pytest.mark.parametrize(
    ("starts", "codes", "parts"),
    [
        ([0], ["en"], [["en", [[110, 150], [200, 300], [350, 450]]]]),
        ([0, 200], ["en", "de"], [["en", [[110, 150]]], ["de", [[200, 300], [350, 450]]]]),
        ([0, 250], ["en", "de"], [["en", [[110, 150], [200, 250]]], ["de", [[250, 300], [350, 450]]]]),
        ([0, 900], ["en", "de"], [["en", [[110, 150], [200, 300], [350, 450]]]]),
    ],
)
def test_the_speech_of_a_window_is_parted_by_language(starts: list[int], codes: list[str], parts: list[Any]) -> None:
    assert inside("transcribe", PARTED, starts, codes) == parts


WARNED = """
from identification import _warn_of_others
from languages import Heard
from speech import Region
class Told:
    def warn(self, *said):
        answer.append([str(each) for each in said])
answer = []
heard = [Heard(Region(at * 160000, (at + 1) * 160000), 160000, each) for at, each in enumerate(given[0])]
_warn_of_others(Told(), heard, "en")
"""


@pytest.mark.parametrize(
    ("heard", "warned"),
    [
        ([EN, EN], []),
        ([EN, UNSURE, EN], []),
        ([EN, DE, EN, EN | {"en": 0.05, "fr": 0.9}], [["10.0", "40.0", "(de, fr)"]]),
    ],
)
def test_other_languages_that_were_not_told_apart_are_told(heard: list[Any], warned: list[list[str]]) -> None:
    found = inside("transcribe", WARNED, heard)
    assert [[start, end] for _, _, start, end in found] == [each[:2] for each in warned]
    assert all(each[2] in said for (_, said, _, _), each in zip(found, warned, strict=True))

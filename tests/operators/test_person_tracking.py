"""person-tracking: who crosses and who hides keeps the number, who comes back later does not; and nobody is nobody."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.operators import crowds, media
from tests.operators.crowds import Walk
from tests.operators.films import X264, hdr, interlaced, make, tone
from tests.operators.runs import inside, run

pytestmark = pytest.mark.slow

ACROSS = (Walk("astronaut", ((0, 0.1, 0.75), (6, 0.9, 0.75))), Walk("obama", ((0, 0.95, 0.8), (6, 0.05, 0.8))))
PILLAR = (0.45, 0.65)


def tracked(path: Path, **parameters: Any) -> Any:
    """Return the result of a film; what is always true of it is checked."""
    result = run("person-tracking", {"video": path}, **parameters).result
    times = [(person["Timestamp"], person["Person"]["Index"]) for person in result["Persons"]]
    assert times == sorted(set(times))
    assert [track["Index"] for track in result["Tracks"]] == list(range(len(result["Tracks"])))
    for track in result["Tracks"]:
        seen = [time for time, index in times if index == track["Index"]]
        assert (seen[0], len(seen)) == (track["StartTimestamp"], track["FrameCount"])
        assert seen[-1] <= track["EndTimestamp"] <= result["VideoMetadata"]["DurationMillis"]
    return result


def overlap(box: dict[str, float], place: crowds.Place) -> float:
    """Return intersection over union."""
    right, bottom = box["Left"] + box["Width"], box["Top"] + box["Height"]
    wide = min(right, place.right) - max(box["Left"], place.left)
    tall = min(bottom, place.bottom) - max(box["Top"], place.top)
    shared = max(wide, 0.0) * max(tall, 0.0)
    area = (place.right - place.left) * (place.bottom - place.top)
    return shared / (box["Width"] * box["Height"] + area - shared)


def numbers_of(
    result: Any, walks: Sequence[Walk], seconds: float, pillars: Sequence[Any] = ()
) -> list[list[int | None]]:
    """Return for each walk, of the pictures where it is mostly visible, the number that was given to it; None: none."""
    given: list[list[int | None]] = [[] for _ in walks]
    for tick in range(round(seconds * 5)):
        there = [each["Person"] for each in result["Persons"] if each["Timestamp"] == 200 * tick]
        for walk, place in crowds.truth(walks, tick / 5, pillars).items():
            if place.visible >= 0.6:
                best = max(there, key=lambda person: overlap(person["BoundingBox"], place), default=None)
                fits = best is not None and overlap(best["BoundingBox"], place) >= 0.5
                given[walk].append(best["Index"] if best is not None and fits else None)
    return given


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crowds.film(tmp_path_factory.mktemp("crowd") / "across.mp4", ACROSS, 6)


def test_two_who_cross_keep_their_numbers(crossing: Path) -> None:
    result = tracked(crossing)
    given = numbers_of(result, ACROSS, 6)
    assert len(result["Tracks"]) == 2
    # No switch at all, and nearly every sight of both: MOTA = 1 - (misses + false + switches) / truth.
    assert {frozenset(number for number in each if number is not None) for each in given} == {
        frozenset({0}),
        frozenset({1}),
    }
    seen, truth = sum(number is not None for each in given for number in each), sum(map(len, given))
    false = len(result["Persons"]) - seen
    assert 1 - (truth - seen + max(0, false)) / truth > 0.8


@pytest.mark.thorough
def test_who_passes_behind_a_pillar_is_the_same(tmp_path: Path) -> None:
    walks = (Walk("biden", ((0, 0.1, 0.8), (6, 0.95, 0.8))),)
    result = tracked(crowds.film(tmp_path / "pillar.mp4", walks, 6, [PILLAR]))
    (track,) = result["Tracks"]
    assert (track["StartTimestamp"], track["EndTimestamp"]) == (0, 6000)
    assert set(numbers_of(result, walks, 6, [PILLAR])[0]) <= {0, None}


@pytest.mark.thorough
def test_who_leaves_and_comes_back_later_is_somebody_new(tmp_path: Path) -> None:
    walks = (Walk("obama", ((0, 0.2, 0.8), (2, 1.2, 0.8))), Walk("obama", ((5, 1.2, 0.8), (7, 0.4, 0.8))))
    first, second = tracked(crowds.film(tmp_path / "back.mp4", walks, 7))["Tracks"]
    assert first["EndTimestamp"] <= 2200
    assert second["StartTimestamp"] >= 5000


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody in the same place before and after a cut at two seconds."""
    walk = Walk("obama", ((0, 0.5, 0.8), (4, 0.55, 0.8)))
    return crowds.film(tmp_path_factory.mktemp("cut") / "cut.mp4", [walk], 4, stills=("motorcycle", "coffee"))


def test_a_cut_ends_every_number(cut: Path) -> None:
    tracks = tracked(cut)["Tracks"]
    assert [(track["StartTimestamp"], track["EndTimestamp"]) for track in tracks] == [(0, 2000), (2000, 4000)]


@pytest.mark.thorough
@pytest.mark.parametrize(("starts", "count"), [((0,), 1), ((0, 1000), 2), ((0, 1000, 3000), 3)])
def test_shots_that_were_found_are_believed(cut: Path, starts: tuple[int, ...], count: int) -> None:
    shots = {"Segments": [{"StartTimestampMillis": start} for start in starts]}
    tracks = run("person-tracking", {"video": cut, "shots": shots}).result["Tracks"]
    assert [track["StartTimestamp"] for track in tracks] == list(starts)
    assert len(tracks) == count


@pytest.mark.thorough
def test_parameters(crossing: Path) -> None:
    assert tracked(crossing, minSeconds=7)["Tracks"] == []
    assert tracked(crossing, minConfidence=99)["Persons"] == []
    alone = tracked(crossing, maxPersons=1)["Persons"]
    assert len({person["Timestamp"] for person in alone}) == len(alone)
    quick = tracked(crossing, framesPerSecond=10, detail="fine")
    assert quick["FramesPerSecond"] == 10
    assert {b - a for a, b in pairwise(sorted({each["Timestamp"] for each in quick["Persons"]}))} == {100}


@pytest.mark.thorough
def test_a_man_who_talks_is_one_person_upright_or_on_his_side(tmp_path: Path) -> None:
    film = media.fetch("carphone")
    turned = make(tmp_path / "turned.mp4", "-i", film, "-vf", "transpose=clock", *X264)
    marked = make(tmp_path / "marked.mp4", "-display_rotation", "90", "-i", turned, "-c", "copy")
    for path in (film, marked):
        result = tracked(path)
        (track,) = result["Tracks"]
        assert (track["StartTimestamp"], track["EndTimestamp"]) == (0, pytest.approx(4000, abs=200))
        # The man fills the left and the middle of the picture.
        assert all(each["Person"]["BoundingBox"]["Height"] > 0.6 for each in result["Persons"])


PICTURES = """
from fractions import Fraction
from pathlib import Path
import numpy as np
from detection import frames_of
from media_kits.video.decoding import video_of
known, made = (
    np.stack(list(frames_of(video_of(Path(path)), Fraction(rate)))).astype(float) for path, rate in given
)
def combs(pictures):
    return float(np.abs(pictures[:, 1:-1] - (pictures[:, :-2] + pictures[:, 2:]) / 2).mean())
answer = [len(known), len(made), float(np.abs(made - known).mean()), combs(made) / combs(known)]
"""
"""How many pictures are looked at of two films, by how much they differ (of 255), and how much more lines stand out."""


@pytest.mark.thorough
@pytest.mark.parametrize("suffix", [".mkv", ".mpg"])
def test_an_interlaced_film_is_looked_at_in_whole_pictures(crossing: Path, tmp_path: Path, suffix: str) -> None:
    made = interlaced(tmp_path / f"interlaced{suffix}", crossing)
    known_count, count, difference, combs = inside("person-tracking", PICTURES, [str(crossing), "5/2"], [str(made), 5])
    assert known_count == count == 15
    assert difference < 3.5
    assert combs < 1.1
    tracks = tracked(made)["Tracks"]
    assert [(track["StartTimestamp"], track["EndTimestamp"]) for track in tracks] == [(0, 3000), (0, 3000)]


@pytest.mark.thorough
@pytest.mark.parametrize("curve", ["smpte2084", "arib-std-b67"])
def test_an_hdr_film_is_looked_at_as_sdr_shows_it(crossing: Path, tmp_path: Path, curve: str) -> None:
    made = hdr(tmp_path / "hdr.mkv", crossing, curve)
    known_count, count, difference, _ = inside("person-tracking", PICTURES, [str(crossing), 5], [str(made), 5])
    assert known_count == count == 30
    assert difference < 7  # what is brighter than three quarters of the signal comes out darker, as of any HDR
    assert len(tracked(made)["Tracks"]) == 2


@pytest.mark.thorough
def test_the_same_film_gives_the_same_result(cut: Path) -> None:
    first, second = (run("person-tracking", {"video": cut}).files for _ in range(2))
    assert first == second


@pytest.mark.thorough
def test_nobody_in_a_cartoon() -> None:
    result = tracked(media.fetch("bigbuckbunny"))
    assert (result["Persons"], result["Tracks"], result["FramesPerSecond"]) == ([], [], 5)


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty"), (b"#EXTM3U\nfile:///etc/passwd\n", "playlist"), (bytes(3000), "not media")]
)
def test_what_is_no_film_is_refused(content: bytes, words: str) -> None:
    outcome = run("person-tracking", {"video": content})
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert words in outcome.sentence


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    outcome = run("person-tracking", {"video": make(tmp_path / "sound.wav", *tone(1))})
    assert (outcome.exit_code, outcome.sentence) == (66, "the file has no video, only audio")


CUTS = [
    pytest.param(40.0, 1.0, 0.9, True, id="another place after calm"),
    pytest.param(30.0, 4.0, 0.1, True, id="another room of the same colours"),
    pytest.param(25.0, 9.0, 0.4, True, id="other colours after much motion"),
    pytest.param(20.0, 10.0, 0.2, False, id="motion as before"),
    pytest.param(8.0, 1.0, 0.1, False, id="somebody gets up in a still room"),
    pytest.param(3.0, 3.0, 0.5, False, id="the light is turned down slowly"),
]


@pytest.mark.parametrize(("difference", "usual", "recoloured", "is_cut"), CUTS)
def test_what_is_a_cut(difference: float, usual: float, recoloured: float, *, is_cut: bool) -> None:
    code = "from cuts import decide_cut\nanswer = bool(decide_cut(*given))"
    assert inside("person-tracking", code, difference, usual, recoloured) is is_cut


FOLLOWING = """
import numpy as np
from tracker import Rules, Scene, Sight, step
red, blue = np.eye(2, dtype=np.float32)
rules = Rules(sure=0.5, unsure=0.25, step=0.2, patience=1.0, hits=3)
scene, answer = Scene(), []
for sights in given[0]:
    seen = [Sight(np.array([x, 0, x + 40, 100.0]), score, blue if colour else red) for x, score, colour in sights]
    moved = step(scene, seen, rules)
    scene = moved.scene
    numbers = {id(sight): number for number, sight in moved.sights.items()}
    answer.append([numbers.get(id(sight)) for sight in seen])
"""
"""Each picture is a list of (left, score, colour); the answer has the number of each sight, None for nobody's."""


@pytest.mark.parametrize(
    ("pictures", "numbers"),
    [
        pytest.param([[(0, 0.9, 0)], [(10, 0.9, 0)], [(20, 0.9, 0)]], [[0], [0], [0]], id="somebody walks"),
        pytest.param(
            [[(0, 0.9, 0), (200, 0.9, 0)], [(200, 0.9, 0), (0, 0.9, 0)]], [[0, 1], [1, 0]], id="order means nothing"
        ),
        pytest.param([[(0, 0.9, 0)], [(2, 0.3, 0)], [(4, 0.9, 0)]], [[0], [0], [0]], id="an unsure box goes on"),
        pytest.param([[(0, 0.3, 0)], [(2, 0.3, 0)]], [[None], [None]], id="an unsure box does not begin"),
        pytest.param([[(0, 0.9, 0)], [(2, 0.2, 0)]], [[0], [None]], id="too unsure a box is nobody's"),
        pytest.param([[(0, 0.9, 0)], [], [(0, 0.9, 0)]], [[0], [], [1]], id="a flicker is not waited for"),
        pytest.param(
            [[(0, 0.9, 0)]] * 3 + [[]] * 4 + [[(0, 0.9, 0)]], [[0]] * 3 + [[]] * 4 + [[0]], id="who was there is"
        ),
        pytest.param(
            [[(0, 0.9, 0)]] * 3 + [[]] * 6 + [[(0, 0.9, 0)]], [[0]] * 3 + [[]] * 6 + [[1]], id="but not for ever"
        ),
        pytest.param(
            [[(0, 0.9, 0)]] * 3 + [[], [(60, 0.9, 0)]], [[0]] * 3 + [[], [0]], id="found again nearby by the colours"
        ),
        pytest.param(
            [[(0, 0.9, 0)]] * 3 + [[], [(60, 0.9, 1)]], [[0]] * 3 + [[], [1]], id="other colours, another one"
        ),
        pytest.param([[(0, 0.9, 0)]] * 3 + [[], [(300, 0.9, 0)]], [[0]] * 3 + [[], [1]], id="too far for anybody"),
    ],
)
def test_who_is_who(pictures: list[list[tuple[float, float, int]]], numbers: list[list[int | None]]) -> None:
    assert inside("person-tracking", FOLLOWING, pictures) == numbers


def test_those_who_pass_each_other_are_told_by_where_they_were_going() -> None:
    pictures = [[(20 * tick, 0.9, 0), (300 - 20 * tick, 0.9, 0)] for tick in range(16)]
    answer = inside("person-tracking", FOLLOWING, pictures)
    assert answer[-1] == [0, 1]


LISTING = """
import numpy as np
from listing import Listing, Worth
from tracker import Moved, Scene, Sight, Track
listing = Listing(Worth(hits=3, frames=4, score=0.5), size=(100, 100), most=100)
for picture in range(given[0]):
    sight = Sight(np.array([10.0, 20, 130, 90]), 0.8, np.ones(1))
    listing.add(picture, Moved(Scene((Track(7, None, None),)), {7: sight}))
(trail,) = listing.trails()
answer = [trail.first, trail.last, trail.count, len(trail.sightings), listing.stride, trail.sightings[0].box]
"""


@pytest.mark.parametrize(
    ("pictures", "listed", "stride"), [(100, 100, 1), (101, 51, 2), (1000, 63, 16), (20_000, 79, 256)]
)
def test_a_list_stays_short_however_long_the_film(pictures: int, listed: int, stride: int) -> None:
    box = [0.1, 0.2, 1.0, 0.9]
    assert inside("person-tracking", LISTING, pictures) == [0, pictures - 1, pictures, listed, stride, box]


WORTH = """
from listing import Trail, Worth
first, last, count, score = given
answer = Worth(hits=3, frames=4, score=0.5).holds(Trail(first, last, count, score * count))
"""


@pytest.mark.parametrize(
    ("first", "last", "count", "score", "told"),
    [
        pytest.param(0, 9, 8, 0.7, True, id="seen long and surely"),
        pytest.param(0, 9, 2, 0.7, False, id="seen twice"),
        pytest.param(5, 7, 3, 0.9, False, id="too short"),
        pytest.param(5, 8, 3, 0.9, True, id="just long enough"),
        pytest.param(0, 99, 99, 0.45, False, id="a traffic cone: always there, never sure"),
    ],
)
def test_who_is_told(first: int, last: int, count: int, score: float, *, told: bool) -> None:
    assert inside("person-tracking", WORTH, first, last, count, score) is told

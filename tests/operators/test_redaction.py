"""redaction: what was seen stays covered in every picture, all else stays as it was, words fall silent."""

import math
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media, synchrony
from tests.operators.films import X264, colours_without_names, make, pattern, swaying_portrait, tone
from tests.operators.pictures import changed, drawn
from tests.operators.runs import Outcome, modules_of, run
from tests.operators.sounds import samples_of

boxes, covering, sampling, spans, tracks, words = modules_of(
    "redaction", "boxes", "covering", "sampling", "spans", "tracks", "words"
)
Box, Sight, Sampling, Cover = boxes.Box, boxes.Sight, sampling.Sampling, covering.Cover
WIDTH, HEIGHT, RATE = 320, 180, 25
SIDE = 0.1


def box_at(x: float, y: float, side: float = SIDE) -> Any:
    """Return a box around a middle."""
    return Box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)


def cover_of(sights: list[Any], interval: float = 1.0, cuts: tuple[float, ...] = (), margin: float = 0.0) -> Any:
    """Return what is covered because of sights."""
    looks = Sampling(interval, cuts)
    joined = tracks.tracks_of(sights, looks)
    return Cover([span for track in joined for span in spans.spans_of(track, looks)], margin)


def holds(cover: Any, time: float, box: Any) -> bool:
    """Return whether one of the covers at a time has the whole box in it."""
    return any(
        it.left <= box.left + 1e-9
        and it.top <= box.top + 1e-9
        and it.right >= box.right - 1e-9
        and it.bottom >= box.bottom - 1e-9
        for it in cover.at(time)
    )


MOVES: dict[str, Callable[[float], Any]] = {
    "standing still": lambda _: box_at(0.5, 0.5),
    "walking steadily": lambda t: box_at(0.1 + 0.09 * t, 0.5),
    "starting and stopping softly": lambda t: box_at(0.5 - 0.2 * math.cos(math.pi * min(t, 4) / 4), 0.5),
    "swaying": lambda t: box_at(0.5 + 0.2 * math.sin(2 * math.pi * t / 5), 0.5 + 0.04 * math.sin(2 * math.pi * t / 3)),
    "coming closer": lambda t: box_at(0.5, 0.5, 0.1 * 1.15**t),
    "running through faster than its size": lambda t: box_at(0.05 + 0.11 * t, 0.5, 0.1),
}


@pytest.mark.parametrize("move", MOVES)
def test_what_moves_stays_covered_between_looks_once_a_second(move: str) -> None:
    sights = [Sight(float(second), MOVES[move](second)) for second in range(9)]
    cover = cover_of(sights, margin=0.35)
    uncovered = [number / 25 for number in range(8 * 25) if not holds(cover, number / 25, MOVES[move](number / 25))]
    assert uncovered == []


@pytest.mark.parametrize(
    ("seen", "cuts", "times"),
    [
        pytest.param([5.0], (), {3.9: False, 4.1: True, 5.9: True, 6.1: False}, id="one interval before and after"),
        pytest.param([5.0], (4.5, 5.4), {4.3: False, 4.45: True, 5.45: True, 5.6: False}, id="but not beyond a cut"),
        pytest.param([5.0, 8.0], (), {6.5: True}, id="missed twice in between"),
        pytest.param([5.0, 8.0], (7.0,), {6.5: False, 7.5: True}, id="not one shot, not one thing"),
        pytest.param([5.0, 12.0], (), {8.0: False}, id="gone for long"),
        pytest.param([0.0], (), {0.0: True}, id="from the first picture on"),
        pytest.param([], (), {0.0: False, 5.0: False}, id="nothing seen"),
    ],
)
def test_how_long_something_is_covered(seen: list[float], cuts: tuple[float, ...], times: dict[float, bool]) -> None:
    cover = cover_of([Sight(time, box_at(0.5, 0.5)) for time in seen], cuts=cuts)
    assert {time: holds(cover, time, box_at(0.5, 0.5)) for time in times} == times


def test_far_apart_is_covered_at_both_places_and_in_between() -> None:
    cover = cover_of([Sight(5.0, box_at(0.2, 0.5)), Sight(6.0, box_at(0.8, 0.5))])
    for place in (0.2, 0.5, 0.8):
        assert holds(cover, 5.5, box_at(place, 0.5))
    assert holds(cover, 5.9, box_at(0.2, 0.5))


def test_two_that_are_near_each_other_keep_their_places_and_numbers_tell_who_is_who() -> None:
    left, right = box_at(0.4, 0.5), box_at(0.55, 0.5)
    cover = cover_of([Sight(t, box) for t in (1.0, 2.0) for box in (left, right)])
    assert holds(cover, 1.5, left)
    assert holds(cover, 1.5, right)
    passing = [Sight(1.0, left, "1"), Sight(1.0, right, "2"), Sight(2.0, right, "1"), Sight(2.0, left, "2")]
    joined = tracks.tracks_of(passing, Sampling(1.0))
    assert [[sight.who for sight in track] for track in joined] == [["1", "1"], ["2", "2"]]


def test_times_may_come_again_and_thousands_of_boxes_are_no_burden() -> None:
    sights = [Sight(second / 5, box_at(0.1 * place, 0.5), f"{place}") for second in range(3000) for place in range(9)]
    cover = cover_of(sights, interval=0.2)
    assert len(cover.at(300.1)) == 9
    assert cover.at(300.1) == cover.at(300.1)
    assert len(cover.at(0.1)) >= 9


@pytest.mark.parametrize(
    ("terms", "spoken", "silenced"),
    [
        pytest.param(["Collins"], ["Collins,", "collins", "Collinson"], [0, 1], id="case and marks do not count"),
        pytest.param(["coll*"], ["Collins", "cold"], [0], id="any ending"),
        pytest.param(["New York"], ["new", "York's", "new", "shoes"], [0, 1], id="phrases"),
        pytest.param(["known"], ["well-known"], [0], id="parts of words with hyphens"),
        pytest.param(["Smith"], ["Smith\u2019s"], [0], id="possessives"),
        pytest.param(["Müller"], ["Mu\u0308ller"], [0], id="one form of accents"),
        pytest.param(["  ", "..."], ["word"], [], id="empty terms"),
        pytest.param([], ["***", "word"], [0], id="what transcribe masked already"),
    ],
)
def test_which_words_are_silenced(terms: list[str], spoken: list[str], silenced: list[int]) -> None:
    said = words.said_in(transcript_of(*((word, float(at), at + 0.5) for at, word in enumerate(spoken))))
    found = words.matches_of(words.terms_of(terms), said)
    covered = [at for at in range(len(spoken)) if any(start <= at and at + 0.5 <= end for start, end in found)]
    assert covered == silenced


def transcript_of(*spoken: tuple[str, float, float]) -> dict[str, Any]:
    """Return a transcript of words with start and end."""
    items = [
        {"type": "pronunciation", "start_time": start, "end_time": end, "alternatives": [{"content": word}]}
        for word, start, end in spoken
    ]
    return {"results": {"items": [*items, {"type": "punctuation", "alternatives": [{"content": "."}]}]}}


def bounding(box: Any) -> dict[str, float]:
    """Return a box as results write it."""
    return {"Left": box.left, "Top": box.top, "Width": box.width, "Height": box.height}


def faces_of(move: Callable[[float], Any], seconds: int) -> dict[str, Any]:
    """Return faceDetection of something that moves, looked at once a second."""
    seen = [{"Timestamp": 1000 * at, "Face": {"BoundingBox": bounding(move(at))}} for at in range(seconds)]
    return {"Faces": seen}


def planes_of(film: Path | bytes) -> list[bytes]:
    """Return the luminance of each picture."""
    with tempfile.TemporaryDirectory() as scratch:
        path, raw = Path(scratch) / "film.mp4", Path(scratch) / "raw"
        path.write_bytes(film if isinstance(film, bytes) else film.read_bytes())
        media.ffmpeg("-i", path, "-vf", "format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", raw)
        content = raw.read_bytes()
    size = WIDTH * HEIGHT
    return [content[at : at + size] for at in range(0, len(content), size)]


def patch(plane: bytes, box: Any) -> list[int]:
    """Return the luminance of the pixels in a box."""
    columns = range(max(0, round(box.left * WIDTH)), min(WIDTH, round(box.right * WIDTH)))
    rows = range(max(0, round(box.top * HEIGHT)), min(HEIGHT, round(box.bottom * HEIGHT)))
    return [plane[row * WIDTH + column] for row in rows for column in columns]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return four seconds with a tone, in which all of the picture is light and lively."""
    lively = "lutyuv=y='110+val/3'"
    path = tmp_path_factory.mktemp("films") / "Übung.mp4"
    return make(path, *pattern(4, f"{WIDTH}x{HEIGHT}", str(RATE)), *tone(4), "-vf", lively, *X264, "-c:a", "aac")


def test_every_picture_is_covered_where_it_should_be_and_unchanged_elsewhere(film: Path) -> None:
    move = MOVES["starting and stopping softly"]
    outcome = run("redaction", {"source": film, "faces": faces_of(move, 5)}, style="fill")
    before, after = planes_of(film), planes_of(outcome.files["redacted.mp4"])
    assert len(after) == len(before) == outcome.result["Frames"] == outcome.result["CoveredFrames"] == 100
    strip = Box(0, 0.8, 1, 1)
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        assert max(patch(new, move(number / RATE))) < 40, f"picture {number} shows something"
        pairs = list(zip(patch(old, strip), patch(new, strip), strict=True))
        error = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
        assert 10 * math.log10(255**2 / max(error, 0.01)) > 38, f"picture {number} is changed elsewhere"


@pytest.mark.parametrize("style", ["blur", "pixelate"])
def test_no_detail_is_left(tmp_path: Path, style: str) -> None:
    place = box_at(0.5, 0.5, 0.4)
    noisy = make(tmp_path / "noisy.mp4", *pattern(2, f"{WIDTH}x{HEIGHT}"), "-vf", "noise=alls=60:all_seed=1", *X264)
    made = run("redaction", {"source": noisy, "faces": faces_of(lambda _: place, 3)}, style=style, margin=0)
    before, after = (steps(planes_of(each)[5], place) for each in (noisy, made.files["redacted.mp4"]))
    assert after < before / 20


def steps(plane: bytes, box: Any) -> int:
    """Return how many pixels of a box differ visibly from the one on their right."""
    width = round(box.right * WIDTH) - round(box.left * WIDTH)
    pixels = patch(plane, box)
    return sum(abs(one - two) > 10 for at, (one, two) in enumerate(pairwise(pixels), start=1) if at % width)


@pytest.mark.thorough
def test_a_face_that_moves_is_found_in_no_picture_any_more(tmp_path: Path) -> None:
    film = swaying_portrait(tmp_path / "film.mp4", media.fetch("obama"), "color=c=0x446688")
    made = run("proxy", {"source": film}, reencode=True, framesPerSecond=1)
    faces = run("face-detection", {"frames": made.files["frames.zip"]}).result
    inputs = {"source": made.files["proxy.mp4"], "faces": faces, "proxy": made.result}
    assert seen_in(film) == 75
    outcome = run("redaction", inputs)
    assert outcome.result["Covered"] == [{"Type": "Face", "Sights": 3, "Tracks": 1, "SamplingMillis": 1000}]
    assert seen_in(outcome.files["redacted.mp4"]) == 0


def seen_in(film: Path | bytes) -> int:
    """Return how many faces are found when every picture is looked at."""
    frames = run("proxy", {"source": film}, framesPerSecond=RATE).files["frames.zip"]
    return len(run("face-detection", {"frames": frames}).result["Faces"])


def test_words_are_gone_from_a_new_transcript_and_their_neighbours_remain() -> None:
    speech = media.fetch("two-cities")
    heard = run("transcribe", {"audio": speech}, language="en").result
    inputs = {"source": speech, "transcript": heard}
    outcome = run("redaction", inputs, what=[], words=["wisdom", "season of darkness"])
    with tempfile.TemporaryDirectory() as scratch:
        silenced = Path(scratch) / "silenced.m4a"
        silenced.write_bytes(outcome.files["redacted.m4a"])
        again = run("transcribe", {"audio": silenced}, language="en").result
    before, after = (each["results"]["transcripts"][0]["transcript"].lower() for each in (heard, again))
    assert "wisdom" in before
    assert "darkness" in before
    assert "wisdom" not in after
    assert "darkness" not in after
    for neighbour in ("best of times", "foolishness", "epoch of belief", "despair", "incredulity"):
        assert neighbour in after
    assert [each["Type"] for each in outcome.result["Stretches"]] == ["Word", "Word"]


@pytest.mark.parametrize("loudest", [pytest.param(0.0, id="silence"), pytest.param(0.1, id="tone")])
def test_silence_or_tone_is_where_it_should_be_to_the_millisecond(film: Path, tmp_path: Path, loudest: float) -> None:
    spoken = transcript_of(("Secret", 1.2, 1.6), ("word", 2.0, 2.4))
    outcome = run(
        "redaction",
        {"source": film, "transcript": spoken},
        what=[],
        words=["secret"],
        wordPadding=0.1,
        beep=loudest > 0,
    )
    made = tmp_path / "made.mp4"
    made.write_bytes(outcome.files["redacted.mp4"])
    sound = samples_of(made)

    def peak(start: float, end: float) -> float:
        return max(abs(sample) for sample in sound[round(start * 16_000) : round(end * 16_000)])

    assert peak(1.12, 1.68) == pytest.approx(loudest, abs=0.03)
    assert peak(1.0, 1.09) > 0.17
    assert peak(1.71, 1.8) > 0.17
    assert len(sound) == pytest.approx(4 * 16_000, abs=2000)
    assert outcome.result["Stretches"] == [
        {"Type": "Word", "StartTimestampMillis": 1100, "EndTimestampMillis": 1700, "DurationMillis": 600}
    ]


UNEVEN = "select='not(mod(n,3))+between(t,2,4)'"
"""Of 25 pictures a second every third, but for two seconds in the middle all."""


@pytest.mark.parametrize(
    "streams",
    [
        pytest.param({}, id="both from the start"),
        pytest.param({"late_sound": 0.6}, id="sound that begins late"),
        pytest.param({"late_picture": 0.6}, id="a picture that begins late"),
        pytest.param({"picture": UNEVEN}, id="a varying rate"),
        pytest.param({"picture": UNEVEN, "late_picture": 0.6}, id="a varying rate that begins late"),
    ],
)
def test_sound_and_picture_and_what_is_hidden_of_both_stay_in_step(tmp_path: Path, streams: dict[str, Any]) -> None:
    source = synchrony.film(tmp_path / "flashes.mkv", **streams)
    assert synchrony.flashes_in(synchrony.pictures_of(source)) == list(synchrony.MOMENTS)
    first, second, third = synchrony.MOMENTS
    faces = {"Faces": [{"Timestamp": 1000 * second, "Face": {"BoundingBox": bounding(Box(0, 0, 0.45, 1))}}]}
    inputs = {"source": source, "faces": faces, "transcript": transcript_of(("Secret", second, second + 0.2))}
    made = tmp_path / "made.mp4"
    outcome = run("redaction", inputs, style="fill", margin=0, words=["secret"], wordPadding=0.05)
    made.write_bytes(outcome.files["redacted.mp4"])
    shown = synchrony.pictures_of(made)
    one = synchrony.SECONDS / len(shown)  # picture; an uneven film is shown at the nearest of an even rate
    assert synchrony.flashes_in(shown) == pytest.approx(synchrony.MOMENTS, abs=0.5 * one + 0.001)
    assert synchrony.beeps_in(made) == pytest.approx((first, third), abs=0.005)
    hidden = [each.time for each in shown if each.left < 40]
    assert (hidden[0], hidden[-1]) == pytest.approx((second - 1, second + 1), abs=one)
    assert len(hidden) == pytest.approx(2 / one, abs=2)
    assert outcome.result["DurationMillis"] == pytest.approx(1000 * synchrony.SECONDS, abs=101)  # sound is filled up


def test_terms_of_a_file_and_names_that_were_found_are_silenced_wherever_they_are_said(film: Path) -> None:
    spoken = transcript_of(("Anna", 0.5, 0.8), ("met", 0.9, 1.1), ("Bob", 1.2, 1.5), ("Anna", 2.5, 2.8))
    found = {
        "Entities": [
            {"Text": "Anna", "Type": "PERSON", "StartTime": 0.5, "EndTime": 0.8},
            {"Text": "met", "Type": "OTHER"},
        ]
    }
    inputs = {"source": film, "transcript": spoken, "entities": found, "terms": b"\xef\xbb\xbfterm,why\nbob,secret\n"}
    outcome = run("redaction", inputs, what=[], wordsFile="words.csv", entityTypes=["PERSON"], wordPadding=0)
    assert [each["StartTimestampMillis"] for each in outcome.result["Stretches"]] == [500, 1200, 2500]
    assert b"Anna" not in outcome.files["result.json"]


LEFT, RIGHT = box_at(0.2, 0.5, 0.2), box_at(0.8, 0.5, 0.2)


def person(index: int, box: Any, *, known: bool) -> list[dict[str, Any]]:
    """Return sights of a person, recognised at the second of them only or never."""
    return [
        {
            "Timestamp": 1000 * at,
            "Person": {"Index": index, "Face": {"BoundingBox": bounding(box)}},
            "FaceMatches": [{"Similarity": 99}] if known and at == 1 else [],
        }
        for at in range(4)
    ]


SEARCHED = {"Persons": [*person(0, LEFT, known=True), *person(1, RIGHT, known=False)]}
LABELS = {
    "Labels": [
        {
            "Timestamp": 1000 * at,
            "Label": {"Name": "Car", "Parents": [{"Name": "Vehicle"}], "Instances": [{"BoundingBox": bounding(LEFT)}]},
        }
        for at in range(4)
    ]
    + [{"Timestamp": 1000 * at, "Label": {"Name": "Beach"}} for at in range(4)]
}
REASONS = {
    "ModerationLabels": [
        {"Timestamp": 1000 * at, "ModerationLabel": {"Name": "Weapons", "ParentName": "Violence"}} for at in range(4)
    ]
}
TEXTS = {
    "TextDetections": [
        {"Timestamp": 1000 * at, "TextDetection": {"Type": "LINE", "Geometry": {"BoundingBox": bounding(RIGHT)}}}
        for at in range(4)
    ]
}


@pytest.mark.parametrize(
    ("inputs", "parameters", "covered"),
    [
        pytest.param({"people": SEARCHED}, {}, {"left", "right"}, id="everybody"),
        pytest.param({"people": SEARCHED}, {"people": "known"}, {"left"}, id="whoever was recognised at any time"),
        pytest.param({"people": SEARCHED}, {"people": "unknown"}, {"right"}, id="strangers"),
        pytest.param({"persons": SEARCHED}, {"what": ["persons"]}, {"left", "right"}, id="persons"),
        pytest.param(
            {"labels": LABELS}, {"what": ["labels"], "labels": ["vehicle"]}, {"left"}, id="a parent of a label"
        ),
        pytest.param(
            {"labels": LABELS}, {"what": ["labels"], "labels": ["Beach"]}, {"left", "right"}, id="a scene: all of it"
        ),
        pytest.param({"labels": LABELS}, {"what": ["labels"], "labels": ["Cat"]}, set(), id="not seen"),
        pytest.param({"texts": TEXTS}, {"what": ["texts"]}, {"right"}, id="text"),
        pytest.param({"moderation": REASONS}, {"what": ["moderation"]}, {"left", "right"}, id="any reason"),
        pytest.param(
            {"moderation": REASONS},
            {"what": ["moderation"], "moderationLabels": ["Violence"]},
            {"left", "right"},
            id="a group of reasons",
        ),
        pytest.param(
            {"moderation": REASONS},
            {"what": ["moderation"], "moderationLabels": ["Alcohol"]},
            set(),
            id="another reason",
        ),
    ],
)
def test_whose_boxes_are_covered(
    film: Path, inputs: dict[str, Any], parameters: dict[str, Any], covered: set[str]
) -> None:
    outcome = run("redaction", {"source": film, **inputs}, style="fill", margin=0, **parameters)
    plane = planes_of(outcome.files["redacted.mp4"])[40]
    assert {side for side, box in (("left", LEFT), ("right", RIGHT)) if max(patch(plane, box)) < 40} == covered


@pytest.mark.thorough
def test_odd_films_keep_their_shape_and_length(tmp_path: Path) -> None:
    flat = make(tmp_path / "flat.mp4", *pattern(2, rate="25"), *X264)
    turned = make(tmp_path / "turned.mp4", "-display_rotation", "90", "-i", flat, "-c", "copy")
    odd = make(tmp_path / "odd.mkv", *pattern(2, "321x181"), "-pix_fmt", "yuv444p10le", "-c:v", "ffv1")
    uneven = "setpts='if(lt(N,10),N,2*N-10)/(10*TB)'"
    reserved = colours_without_names(tmp_path / "reserved.mov")
    varying = make(tmp_path / "varying.mkv", *pattern(4), "-vf", uneven, "-fps_mode", "vfr", *X264)
    wide = (320, 180)
    films = ((turned, (180, 320), 2000), (odd, wide, 2000), (reserved, wide, 2000), (varying, wide, 7000))
    for film, size, millis in films:
        outcome = run("redaction", {"source": film, "faces": {"Faces": []}})
        assert outcome.result["DurationMillis"] == pytest.approx(millis, abs=150), outcome.sentence
        assert outcome.result["CoveredFrames"] == 0
        again = run("mediainfo", {"source": outcome.files["redacted.mp4"]}).result
        tracks = [track for track in again["tracks"] if track["track_type"] == "Video"]
        assert (int(tracks[0]["width"]), int(tracks[0]["height"])) == size


def test_nothing_of_the_source_but_picture_and_sound_is_carried_over(film: Path, tmp_path: Path) -> None:
    notes, captions = tmp_path / "notes.txt", tmp_path / "captions.srt"
    notes.write_text(";FFMETADATA1\ntitle=Secret\nlocation=+48.1+11.5/\n[CHAPTER]\nSTART=0\nEND=500\ntitle=Hideout\n")
    captions.write_text("1\n00:00:00,000 --> 00:00:01,000\nConfidential\n")
    tagged = make(
        tmp_path / "tagged.mp4",
        "-i",
        film,
        "-i",
        captions,
        "-i",
        notes,
        "-map_metadata",
        "2",
        "-map",
        "0",
        "-map",
        "1",
        "-c",
        "copy",
        "-c:s",
        "mov_text",
    )
    assert all(word in tagged.read_bytes() for word in (b"Secret", b"Hideout", b"Confidential"))
    made = run("redaction", {"source": tagged, "faces": {"Faces": []}}).files["redacted.mp4"]
    assert not any(word in made for word in (b"Secret", b"Hideout", b"Confidential", b"+48.1"))


def test_a_picture_is_covered_upright_and_without_its_metadata() -> None:
    code = (
        "exif = picture.getexif(); exif[274] = 6; exif[270] = 'Hideout'\n"
        "picture.resize((400, 200)).save(out, 'JPEG', exif=exif, quality=95)"
    )
    picture = changed("chelsea", code)
    assert b"Hideout" in picture
    faces = {"FaceDetails": [{"BoundingBox": bounding(box_at(0.5, 0.25, 0.2))}]}
    outcome = run("redaction", {"source": picture, "faces": faces}, style="fill", margin=0)
    made = outcome.files["redacted.jpg"]
    assert b"Hideout" not in made
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "made.jpg"
        path.write_bytes(made)
        code = (
            "p = Image.open(sys.argv[1]).convert('L')\n"
            "inside, outside = p.getpixel((100, 100)), p.getpixel((100, 300))\n"
            "out.write(bytes([inside, outside, p.width // 2, p.height // 2]))"
        )
        inside, outside, width, height = drawn(code, str(path))
    assert (inside < 16, outside > 40, 2 * width, 2 * height) == (True, True, 200, 400)
    assert outcome.result["Covered"] == [{"Type": "Face", "Sights": 1}]


def test_of_a_picture_only_the_largest_face_was_searched_and_all_others_are_strangers() -> None:
    faces = {"FaceDetails": [{"BoundingBox": bounding(LEFT)}, {"BoundingBox": bounding(RIGHT)}]}
    searched = {"SearchedFaceBoundingBox": bounding(LEFT), "FaceMatches": [{"Similarity": 99}]}
    inputs = {"source": media.fetch("chelsea"), "faces": faces, "people": searched}
    counts = {
        people: run("redaction", inputs, people=people).result["Covered"][0]["Sights"]
        for people in ("all", "known", "unknown")
    }
    assert counts == {"all": 2, "known": 1, "unknown": 1}


FAR_AWAY = {"FaceDetails": [{"BoundingBox": {"Left": 1e308, "Top": 0, "Width": 1e308, "Height": 1}}]}


@pytest.mark.parametrize(
    ("inputs", "parameters", "code", "words"),
    [
        pytest.param({}, {}, 2, "what: faces needs the result of face-detection", id="no result"),
        pytest.param({}, {"what": []}, 2, "nothing is to be covered", id="nothing wanted"),
        pytest.param({}, {"people": "known"}, 2, "face-search", id="nobody was searched"),
        pytest.param({"labels": LABELS}, {"what": ["labels"]}, 2, "labels is empty", id="no label named"),
        pytest.param({}, {"what": [], "words": ["x"]}, 2, "transcribe", id="no transcript"),
        pytest.param(
            {"transcript": transcript_of()}, {"what": [], "entityTypes": ["PERSON"]}, 2, "entities", id="no names"
        ),
        pytest.param({"faces": {"Faces": [{"Timestamp": 0}]}}, {}, 66, "documented shape", id="no box"),
        pytest.param({"faces": [1]}, {}, 66, "not an object", id="a list"),
        pytest.param(
            {"persons": {"Persons": [], "Tracks": [{"Index": 0}]}},
            {"what": ["persons"]},
            66,
            "no place for 1 of its persons",
            id="somebody without a place",
        ),
        pytest.param({"faces": FAR_AWAY}, {}, 66, "documented shape", id="a box larger than numbers"),
        pytest.param(
            {"transcript": transcript_of(), "terms": b"word\n" * 250_000},
            {"what": [], "wordsFile": "x"},
            66,
            "1250000 bytes",
            id="too many words",
        ),
        pytest.param(
            {"transcript": transcript_of(), "terms": b"\xff\xfe\x00"},
            {"what": [], "wordsFile": "x"},
            66,
            "UTF-8",
            id="no text",
        ),
        pytest.param({"source": b"", "faces": {"Faces": []}}, {}, 66, "empty", id="an empty file"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(
    film: Path, inputs: dict[str, Any], parameters: dict[str, Any], code: int, words: str
) -> None:
    outcome: Outcome = run("redaction", {"source": film, **inputs}, **parameters)
    assert (outcome.exit_code, words in outcome.sentence) == (code, True), outcome.sentence
    assert outcome.files == {}

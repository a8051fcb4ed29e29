"""proxy: what it tells of films known by construction, how long its copies are, and what its frames show."""

import json
import zipfile
from collections.abc import Iterator
from fractions import Fraction

from tests.evaluation.figures import Figure
from tests.evaluation.made_films import MadeFilm, made_films
from tests.evaluation.measures import retrieval
from tests.evaluation.running import Answer, Bench
from tests.evaluation.shades import numbers_of
from tests.evaluation.subjects.mediainfo import tracks_of

OPERATOR = "proxy"
LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of facts that are right, the largest error of a length, and how far frames are off."""
    films = list(made_films(bench))
    answers = [
        bench.run(OPERATOR, {"source": film.path}, {"reencode": True}, seconds=film.milliseconds / 1000)
        for film in films
    ]
    both = list(zip(films, answers, strict=True))
    pairs = [pair for film, answer in both for pair in _facts(film, answer)]
    lengths = [tracks_of(bench, answer.file("proxy.mp4"))["Video"]["duration"] for answer in answers]
    errors = [abs(length - film.milliseconds) for film, length in zip(films, lengths, strict=True)]
    off = [distance for film, answer in both for distance in _distances(bench, film, answer)]
    size = f"{len(films)} made films"
    yield Figure(
        OPERATOR,
        "facts told right of the source: codecs, size, pictures a second (to a hundredth), layout",
        retrieval.accuracy(pairs),
        f"{len(pairs)} facts of {size}",
    )
    yield Figure(OPERATOR, "largest error of the proxy's length, encoded anew", max(errors), size, "ms", 0)
    yield Figure(
        OPERATOR,
        "largest distance of a frame from the picture at its time",
        max(off),
        f"{len(off)} frames of {size}",
        "pictures",
        0,
    )


def _facts(film: MadeFilm, answer: Answer) -> list[tuple[object, object]]:
    true, told = film.facts, answer.result["Source"]
    picture, sound = told["Video"], told["Audio"]
    wanted = (true["video"], true["audio"], *true["size"], round(float(Fraction(true["rate"])), 2))
    found = (picture["Codec"], sound["Codec"], picture["Width"], picture["Height"], round(picture["FrameRate"], 2))
    return [*zip(wanted, found, strict=True), (LAYOUTS[true["channels"]], sound["Layout"])]


def _distances(bench: Bench, film: MadeFilm, answer: Answer) -> Iterator[float]:
    with zipfile.ZipFile(answer.file("frames.zip")) as archive:
        for frame in json.loads(archive.read("index.json"))["frames"]:
            still = bench.made("frame.jpg")
            still.write_bytes(archive.read(frame["name"]))
            # milliseconds are rounded: half of one belongs to either picture
            (shown,) = numbers_of(still)
            yield abs(shown - int((frame["timestamp"] + 0.5) / float(film.picture)))

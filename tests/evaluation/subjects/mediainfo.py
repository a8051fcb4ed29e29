"""mediainfo: what it tells of films whose size, rate, length and sound are known by construction."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.made_films import MadeFilm, made_films
from tests.evaluation.measures import retrieval
from tests.evaluation.running import Bench

OPERATOR = "mediainfo"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of facts that are right, and the largest error of a length."""
    films = list(made_films(bench))
    answers = [tracks_of(bench, film.path) for film in films]
    pairs = [pair for film, tracks in zip(films, answers, strict=True) for pair in _facts(film, tracks)]
    errors = [
        abs(tracks["General"]["duration"] - film.milliseconds) for film, tracks in zip(films, answers, strict=True)
    ]
    yield Figure(
        OPERATOR,
        "facts told right: formats, size, pictures a second, channels, sampling rate",
        retrieval.accuracy(pairs),
        f"{len(pairs)} facts of {len(films)} made films",
    )
    yield Figure(OPERATOR, "largest error of a length", max(errors), f"{len(films)} made films", "ms", 0)


def tracks_of(bench: Bench, file: Path) -> dict[str, dict[str, Any]]:
    """Return what mediainfo tells of a file, by kind of track; of several of a kind the last."""
    return {track["track_type"]: track for track in bench.run(OPERATOR, {"source": file}).result["tracks"]}


def _facts(film: MadeFilm, tracks: Mapping[str, Mapping[str, Any]]) -> list[tuple[Any, Any]]:
    picture, sound, true = tracks["Video"], tracks["Audio"], film.facts
    told = (picture["format"], sound["format"], picture["width"], picture["height"], picture["frame_rate"])
    rate = round(float(Fraction(true["rate"])), 3)
    return list(
        zip(
            (*true["formats"], *true["size"], rate, true["channels"], true["hertz"]),
            (*told, sound["channel_s"], sound["sampling_rate"]),
            strict=True,
        )
    )

"""transcode: clips and proxies of films that are known by construction, looked at picture by picture."""

from collections.abc import Iterator
from fractions import Fraction

from tests.evaluation.figures import Figure
from tests.evaluation.made_films import MadeFilm, made_films
from tests.evaluation.measures import retrieval
from tests.evaluation.running import Bench
from tests.evaluation.shades import numbers_of
from tests.evaluation.subjects.mediainfo import tracks_of

OPERATOR = "transcode"
CLIPS = ((Fraction(1, 7), Fraction(1, 2)), (Fraction(2, 5), Fraction(9, 10)))
"""Where clips begin and end, as shares of the film."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield errors of a clip's ends and length, and the share of facts of what was written that are right."""
    films = list(made_films(bench))
    clips = [found for film in films for share in CLIPS for found in [_clip(bench, film, *share)]]
    pairs = [pair for film in films for pair in _facts(bench, film)]
    size = f"{len(clips)} clips of {len(films)} made films"
    yield Figure(
        OPERATOR, "largest error of a clip's first or last picture", max(end for end, _ in clips), size, "pictures", 0
    )
    yield Figure(OPERATOR, "largest error of a clip's length", max(length for _, length in clips), size, "ms", 0)
    yield Figure(
        OPERATOR,
        "facts of a smaller copy that are right: size, pictures, pictures a second",
        retrieval.accuracy(pairs),
        f"{len(pairs)} facts of {len(films)} made films",
    )


def _clip(bench: Bench, film: MadeFilm, start: Fraction, end: Fraction) -> tuple[float, float]:
    """Return how many pictures the worse end is off, and how many milliseconds the length."""
    first, beyond = (round(share * film.facts["pictures"]) for share in (start, end))
    parameters = {
        "preset": "clip",
        "startSeconds": round(float(first * film.picture) / 1000, 6),
        "endSeconds": round(float(beyond * film.picture) / 1000, 6),
    }
    made = bench.run(OPERATOR, {"source": film.path}, parameters).file("transcoded.mp4")
    shown = numbers_of(made)
    length = tracks_of(bench, made)["Video"]["duration"]
    wrong = max(abs(shown[0] - first), abs(shown[-1] - (beyond - 1)))
    return wrong, abs(length - float((beyond - first) * film.picture))


def _facts(bench: Bench, film: MadeFilm) -> list[tuple[object, object]]:
    width, height = film.facts["size"]
    short = min(width, height) // 2
    made = bench.run(OPERATOR, {"source": film.path}, {"height": short}, seconds=film.milliseconds / 1000)
    told = tracks_of(bench, made.file("transcoded.mp4"))["Video"]
    wanted = (width // 2, height // 2, film.facts["pictures"], round(float(Fraction(film.facts["rate"])), 3))
    return list(zip(wanted, (told["width"], told["height"], told["frame_count"], told["frame_rate"]), strict=True))

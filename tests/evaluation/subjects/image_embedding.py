"""image-embedding: is a changed copy of a photograph nearest to the photograph that it is a copy of?"""

from collections.abc import Iterator

from media_insights.catalogue.operator_folders import operator_in
from tests.evaluation.figures import Figure
from tests.evaluation.measures import retrieval
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth
from tests.operators import media
from tests.operators.runs import OPERATORS
from tests.operators.vectors import Vectors, frames_of, vectors_of

OPERATOR = "image-embedding"
CHANGES = {
    "a third of the size, strongly compressed": "scale=iw/3:ih/3",
    "the middle 80 % of each side": "crop=iw*0.8:ih*0.8",
    "the middle half of each side": "crop=iw/2:ih/2",
    "mirrored": "hflip",
    "turned by 90°": "transpose",
    "half the light": "lutrgb=r=val/2:g=val/2:b=val/2",
    "grey": "hue=s=0",
}
"""How a copy differs, beside being a strongly compressed JPEG: a filter of ffmpeg's."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of copies whose nearest photograph is their own, for each change."""
    names = [case["media"] for case in truth("labels") if "at" not in case]
    originals = _embedded(bench, [media.fetch(name).read_bytes() for name in names])
    vectors = operator_in(OPERATORS / OPERATOR).spec.vectors
    assert vectors
    pairs = [(one, other) for one in range(len(names)) for other in range(one)]
    alike = sum(originals.cosine(one, other) >= vectors.floor for one, other in pairs)
    measure = "pairs of different photographs above the floor of similar pictures"
    yield Figure(OPERATOR, measure, alike / len(pairs), f"{len(pairs)} pairs")
    for change, graph in CHANGES.items():
        copies = _embedded(bench, [_copy(bench, name, graph) for name in names])
        found = sum(copies.cosine(row, row, originals) >= vectors.floor for row in range(len(names)))
        yield Figure(
            OPERATOR,
            f"copies above the floor of similar pictures, {change}",
            found / len(names),
            f"{len(names)} photographs",
        )
        nearest = [(row, copies.nearest(row, originals)) for row in range(len(names))]
        yield Figure(
            OPERATOR,
            f"copies nearest to their own original, {change}",
            retrieval.accuracy(nearest),
            f"{len(names)} photographs",
        )


def _copy(bench: Bench, name: str, graph: str) -> bytes:
    target = bench.made(f"{name}.jpg")
    media.ffmpeg("-i", media.fetch(name), "-vf", f"format=rgb24,{graph},format=yuvj420p", "-q:v", "12", target)
    return target.read_bytes()


def _embedded(bench: Bench, pictures: list[bytes]) -> Vectors:
    answer = bench.run(OPERATOR, {"frames": frames_of(pictures)}, seconds=len(pictures))
    return vectors_of(answer.result["File"], answer.file("embeddings.npy").read_bytes())

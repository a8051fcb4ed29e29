"""redaction: is a covered face found in any picture of a made film, and what became of the rest of the picture?"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.evaluation.figures import Figure
from tests.evaluation.running import Bench
from tests.operators import media
from tests.operators.films import swaying_portrait

OPERATOR = "redaction"
PORTRAITS = ("obama", "biden", "hopper")
BACKDROP = "testsrc2=sar=1"
BELOW = "crop=iw:ih*0.15:0:ih*0.85"
"""The strip below the portraits, which no cover reaches."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of faces that are still found, picture by picture, and how like the source the rest is."""
    before, after, likeness = 0, 0, []
    for name in PORTRAITS:
        film = swaying_portrait(bench.made("film.mp4"), media.fetch(name), BACKDROP)
        source, made = _covered(bench, film)
        before, after = before + _seen(bench, source), after + _seen(bench, made)
        likeness.append(_likeness(bench, source, made))
    films = f"{len(PORTRAITS)} made films"
    yield Figure(OPERATOR, "faces that are still found once covered", after / before, f"{before} pictures of {films}")
    yield Figure(OPERATOR, "least likeness of what is not covered (PSNR)", min(likeness), films, "dB", 1)


def _covered(bench: Bench, film: Path) -> tuple[Path, Path]:
    """Return the proxy of a film, and that with the faces covered that were seen once a second."""
    proxy = bench.run("proxy", {"source": film}, {"reencode": True, "framesPerSecond": 1}, seconds=3)
    faces = bench.run("face-detection", {"frames": proxy.file("frames.zip")}).result
    source = proxy.file("proxy.mp4")
    answer = bench.run(OPERATOR, {"source": source, "faces": faces, "proxy": proxy.result}, seconds=3)
    return source, answer.file("redacted.mp4")


def _seen(bench: Bench, film: Path) -> int:
    frames = bench.run("proxy", {"source": film}, {"framesPerSecond": 25}, seconds=3).file("frames.zip")
    faces = bench.run("face-detection", {"frames": frames}, seconds=75).result["Faces"]
    return len({face["Timestamp"] for face in faces})


def _likeness(bench: Bench, source: Path, made: Path) -> float:
    """Return the PSNR of the luminance of the worst picture, in dB."""
    log = bench.made("psnr.log")
    graph = f"[0:v]{BELOW}[a];[1:v]{BELOW}[b];[a][b]psnr=stats_file={log}"
    media.ffmpeg("-i", made, "-i", source, "-lavfi", graph, "-f", "null", "-")
    return min(float(each) for each in re.findall(r"psnr_y:(\S+)", log.read_text("utf-8")))

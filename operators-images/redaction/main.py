"""redaction: a copy in which things are covered and words are silenced, and a record of what was covered when."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import covering
import hiding
import sampling
import silencing
import spans
import speech
import stills
import targets
import tracks
from rendering import Rendering

from media_kits.video import clock, sources
from media_kits.video.opening import Opened, steadily
from media_operator import BadParameters, Operator, UnusableInput, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spans import Span

    from media_kits.video.sources import Source

Found = dict[str, Any]
TYPES = {"faces": "Face", "persons": "Person", "texts": "Text", "labels": "Label", "moderation": "Moderation"}


def main(operator: Operator) -> Found:
    """Write the copy that the chosen medium asks for."""
    _check(operator.parameters)
    path = operator.require("source")
    if operator.media("source") == "Image":
        return _image(operator, path)
    source = sources.measure(path)
    if source.is_still:
        return _image(operator, path)
    if source.video is None or operator.media("source") in ("AudioProxy", "Audio"):
        return _recording(operator, path, source)
    return _video(operator, path, source)


@dataclass(frozen=True)
class Hidden:
    """What is covered in a video because of one kind of things."""

    kind: str
    sights: int
    tracks: int
    spans: Sequence[Span]
    interval: float

    @property
    def stretches(self) -> list[tuple[float, float]]:
        """When any of them is covered."""
        return covering.stretches_of((span.start, span.end) for span in self.spans)


def _check(parameters: Found) -> None:
    if not parameters["what"] and not speech.is_wanted(parameters):
        raise BadParameters("nothing is to be covered: name something in what, words, wordsFile or entityTypes")


def _video(operator: Operator, path: Path, source: Source) -> Found:
    if source.video is None:
        raise UnusableInput("the file has no video track")
    hidden = [_hidden(operator, group) for group in targets.groups_of(operator)]
    cover = covering.Cover([span for each in hidden for span in each.spans], operator.parameters["margin"])
    with tempfile.TemporaryDirectory(dir=operator.outputs, prefix=".redaction-") as name:
        audio = Path(name) / "audio.m4a" if source.audio else None
        silenced = _silenced(operator, path, source, audio) if audio else speech.NOTHING
        with operator.output("redacted.mp4") as target:
            rendering = steadily(Opened(path, source), lambda opened: _render(operator, opened, cover, audio, target))
            made = sources.measure(target)
    clock.compare(operator, "the copy", made.video_seconds, source.video.seconds)
    frames = {"Frames": rendering.count, "CoveredFrames": rendering.covered}
    return _result("redacted.mp4", made, hidden, silenced) | frames | {"Style": operator.parameters["style"]}


def _render(operator: Operator, opened: Opened, cover: covering.Cover, audio: Path | None, target: Path) -> Rendering:
    rendering, total = (
        Rendering(opened, cover, hiding.Style.of(operator.parameters)),
        max(1, round(opened.source.seconds)),
    )
    rendering.write(audio, target, lambda done: operator.progress(min(total - 1, int(done)), total)).must()
    opened.tell(operator)
    return rendering


def _hidden(operator: Operator, group: targets.Group) -> Hidden:
    shots, proxy = operator.json("shots"), operator.json("proxy")
    found = sampling.sampling_of(group.sights, proxy, shots, of_frames=group.of_frames)
    joined = tracks.tracks_of(group.sights, found)
    covered = [span for track in joined for span in spans.spans_of(track, found)]
    return Hidden(group.kind, len(group.sights), len(joined), covered, found.interval)


def _recording(operator: Operator, path: Path, source: Source) -> Found:
    if source.audio is None:
        raise UnusableInput("the file has no audio that can be decoded")
    with operator.output("redacted.m4a") as target:
        silenced = _silenced(operator, path, source, target)
        made = sources.measure(target)
    return _result("redacted.m4a", made, [], silenced)


def _silenced(operator: Operator, path: Path, source: Source, target: Path) -> speech.Silenced:
    """Write the audio, silenced where words are to be, and return what was silenced."""
    if source.audio is None:
        raise UnusableInput("the file has no audio that can be decoded")
    silenced = speech.silenced_of(operator) if speech.is_wanted(operator.parameters) else speech.NOTHING
    beep = operator.parameters["beep"]
    stretches = list(silenced.stretches)

    def write(opened: Opened) -> None:
        silencing.silence(opened, stretches, target, beep=beep).must()
        opened.tell(operator)

    steadily(Opened(path, source).only_audio(), write)
    return silenced


def _image(operator: Operator, path: Path) -> Found:
    groups = targets.groups_of(operator)
    boxes = [sight.box.grown(operator.parameters["margin"]) for group in groups for sight in group.sights]
    with operator.output("redacted.jpg") as target:
        stills.write(path.read_bytes(), boxes, hiding.Style.of(operator.parameters), target)
    covered = [{"Type": TYPES[group.kind], "Sights": len(group.sights)} for group in groups]
    return {"File": "redacted.jpg", "Style": operator.parameters["style"], "Covered": covered, "Stretches": []}


def _result(file: str, made: Source, hidden: Sequence[Hidden], silenced: speech.Silenced) -> Found:
    covered: list[Found] = [
        {
            "Type": TYPES[each.kind],
            "Sights": each.sights,
            "Tracks": each.tracks,
            "SamplingMillis": round(1000 * each.interval),
        }
        for each in hidden
    ]
    stretches = [(TYPES[each.kind], stretch) for each in hidden for stretch in each.stretches]
    if silenced.wanted:
        covered.append({"Type": "Word", "Sights": silenced.count})
        stretches += [("Word", stretch) for stretch in silenced.stretches]
    return {
        "File": file,
        "DurationMillis": round(1000 * made.seconds),
        "Covered": covered,
        "Stretches": [_stretch(kind, *stretch) for kind, stretch in sorted(stretches, key=lambda one: one[1])],
    }


def _stretch(kind: str, start: float, end: float) -> Found:
    first, last = round(1000 * max(0.0, start)), round(1000 * end)
    return {
        "Type": kind,
        "StartTimestampMillis": first,
        "EndTimestampMillis": last,
        "DurationMillis": last - first,
    }


if __name__ == "__main__":
    run(main)

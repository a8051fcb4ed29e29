"""technical-cues: black, colour bars, end credits, freezes, silence and loudness, as Rekognition's technical cues."""

from fractions import Fraction
from typing import Any

from cues import Cue, bars_of, credits_of, not_covered, without
from detectors import Findings, Span, run_detectors

from media_kits.video import clock, segments, sources
from media_kits.video.sources import Source
from media_operator import Operator, UnusableInput, run

MODEL_VERSION = "1.0.0"
KIND = "TECHNICAL_CUE"


def main(operator: Operator) -> dict[str, Any]:
    """Watch and hear the video once, or the audio when there is no video; then decide."""
    path = operator.require("media")
    source = sources.measure(path)
    if source.is_still:
        raise UnusableInput("the file is a single image, neither video nor audio")
    texts = _texts(operator)
    findings = run_detectors(path, source, operator.parameters, operator.progress)
    found = _cues(findings, source, texts, operator.parameters)
    _tell(operator, findings, source)
    return {
        "JobStatus": "SUCCEEDED",
        "Segments": [_segment(cue, source) for cue in sorted(found, key=lambda cue: (cue.start, cue.kind))],
        **({"Loudness": findings.loudness.facts} if findings.loudness else {}),
        "EndCreditsSearched": texts is not None and source.video is not None,
        **_metadata(source, len(findings.dark)),
        "SelectedSegmentTypes": [{"Type": KIND, "ModelVersion": MODEL_VERSION}],
    }


def _tell(operator: Operator, findings: Findings, source: Source) -> None:
    if findings.opened:
        findings.opened.tell(operator)
    if source.video is None:
        clock.compare(operator, "what was decoded of the audio", findings.heard_seconds, source.seconds)
    else:
        seen = len(findings.dark) / float(segments.rate_of(source.video))
        clock.compare(operator, "what was decoded of the video", seen, source.video.seconds)


def _texts(operator: Operator) -> list[dict[str, Any]] | None:
    """Return what text-detection found, None when it did not run."""
    result = operator.json("texts")
    if result is None:
        return None
    found = result.get("TextDetections") if isinstance(result, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise UnusableInput("the input 'texts' is no result of text-detection: it has no list TextDetections")
    return found


def _cues(
    findings: Findings, source: Source, texts: list[dict[str, Any]] | None, settings: dict[str, Any]
) -> list[Cue]:
    if source.video is None:
        return _of("Silence", findings.silent, findings.heard_seconds)
    rate = segments.rate_of(source.video)
    end = len(findings.dark) / float(rate)
    bars = bars_of(findings.bars, float(rate), settings["minColorBarsSeconds"])
    credits_ = credits_of(texts, findings.dark, float(rate))
    black = without(
        _of("BlackFrames", _to_the_end(findings.black, end, rate), end), credits_, settings["minBlackSeconds"]
    )
    frozen = not_covered(_of("Freeze", findings.frozen, end), [*black, *bars])
    return [*black, *bars, *credits_, *frozen, *_of("Silence", findings.silent, max(end, source.seconds))]


def _to_the_end(spans: list[Span], end: float, rate: Fraction) -> list[Span]:
    # At the end of a video blackdetect names the start of the last frame, not its end.
    return [(start, end if until > end - 1.5 / rate else until) for start, until in spans]


def _of(kind: str, spans: list[Span], longest: float) -> list[Cue]:
    cues = [Cue(kind, start, min(end, longest)) for start, end in spans]
    return [cue for cue in cues if cue.end > cue.start]


def _segment(cue: Cue, source: Source) -> dict[str, Any]:
    rate = segments.rate_of(source.video) if source.video else None
    if rate is None or cue.kind == "Silence":
        segment = segments.of_millis(KIND, round(1000 * cue.start), round(1000 * cue.end), rate)
    else:
        segment = segments.of_frames(KIND, round(cue.start * rate), round(cue.end * rate), rate)
    return segment | {"TechnicalCueSegment": {"Type": cue.kind, "Confidence": cue.confidence}}


def _metadata(source: Source, count: int) -> dict[str, Any]:
    video = source.video
    seen = [segments.video_metadata(source, video, segments.rate_of(video), count)] if video else []
    return {"VideoMetadata": seen, "AudioMetadata": segments.audio_metadata(source)}


if __name__ == "__main__":
    run(main)

"""captions: whether what is said in real recordings becomes captions that keep the rules."""

from collections.abc import Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.measures import subtitles
from tests.evaluation.running import Bench
from tests.evaluation.subjects import transcribe
from tests.evaluation.truths import truth
from tests.operators import media

OPERATOR = "captions"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of captions that break no rule, for calm and for fast speech."""
    speech = truth("speech")
    for kind, name in (("prose read aloud", "english"), ("a lively telephone call", "conversation")):
        cues = [cue for case in speech[name] for cue in _cues(bench, case["media"], case["seconds"])]
        size = f"{len(cues)} captions"
        yield Figure(OPERATOR, f"captions that keep every rule, {kind}", subtitles.conformity(cues), size)
        lines = sum(map(subtitles.keeps_lines, cues)) / len(cues)
        yield Figure(OPERATOR, f"captions that keep the limits of lines, {kind}", lines, size)


def _cues(bench: Bench, item: str, seconds: float) -> list[subtitles.Cue]:
    transcript = transcribe.heard(bench, media.fetch(item), seconds).file("result.json")
    answer = bench.run(OPERATOR, {"transcript": transcript}, seconds=seconds)
    return subtitles.read_cues(answer.file("captions.vtt"))

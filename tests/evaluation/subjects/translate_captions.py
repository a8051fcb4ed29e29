"""translate-captions: whether each caption says what has to be shown at its time, keeps that time, and can be read."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures import subtitles
from tests.evaluation.measures.translations import chrf
from tests.evaluation.running import Answer, Bench
from tests.evaluation.truths import truth

OPERATOR = "translate-captions"
SOURCE, TARGETS = "en", ("es", "fr")
SPOKEN, SHORTEST, GAP = 15.0, 1.0, 0.1
"""Letters a second of people who talk without haste; the least seconds of a caption, and those between two."""

Sentence = Mapping[str, Sequence[str]]
"""Language → its captions."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield chrF by caption and by sentence, and the share of captions that keep their time and the rules."""
    sentences = [{code: _captions(text) for code, text in each.items()} for each in truth("divided-captions")]
    given = _timed([caption for each in sentences for caption in each[SOURCE]])
    answers = {code: _translated(bench, given, code) for code in TARGETS}
    for code, answer in answers.items():
        yield from _nearness(sentences, code, _entry(answer)["WebCaptions"])
    yield from _rules(given, list(answers.values()))


def _captions(text: str) -> list[str]:
    return [each.strip() for each in text.split("|")]


def _timed(captions: list[str]) -> list[dict[str, Any]]:
    lengths = [max(SHORTEST, len(each) / SPOKEN) for each in captions]
    starts = accumulate((length + GAP for length in lengths[:-1]), initial=1.0)
    return [
        {"start": round(start, 3), "end": round(start + length, 3), "caption": caption}
        for start, length, caption in zip(starts, lengths, captions, strict=True)
    ]


def _translated(bench: Bench, given: list[dict[str, Any]], language: str) -> Answer:
    parameters = {"sourceLanguage": SOURCE, "targetLanguages": [language], "engine": "apertium"}
    return bench.run(OPERATOR, {"captions": {"WebCaptions": given}}, parameters)


def _entry(answer: Answer) -> dict[str, Any]:
    return dict(answer.result["CaptionsCollection"][0])


def _nearness(sentences: Sequence[Sentence], code: str, captions: list[dict[str, Any]]) -> Iterator[Figure]:
    """Yield how near captions are to those by people; the less by caption, the more words stand in another one."""
    texts = iter(each["caption"].replace("\n", " ") for each in captions)
    pairs = [([next(texts) for _ in each[SOURCE]], each[code]) for each in sentences]
    by_caption = chrf([it for made, _ in pairs for it in made], [it for _, true in pairs for it in true])
    yield Figure(OPERATOR, f"chrF by caption, {SOURCE} to {code}", by_caption, f"{len(captions)} captions", digits=0)
    whole = chrf([" ".join(made) for made, _ in pairs], [" ".join(true) for _, true in pairs])
    yield Figure(OPERATOR, f"chrF by sentence, {SOURCE} to {code}", whole, f"{len(pairs)} sentences", digits=0)


def _rules(given: list[dict[str, Any]], answers: list[Answer]) -> Iterator[Figure]:
    times = [(each["start"], each["end"]) for each in given]
    made = [(each["start"], each["end"]) for answer in answers for each in _entry(answer)["WebCaptions"]]
    kept = sum(one == other for one, other in zip(made, times * len(answers), strict=True)) / len(made)
    of = f"{len(made)} captions in {len(answers)} languages"
    yield Figure(OPERATOR, "captions that keep their time", kept, of)
    cues = [cue for answer in answers for cue in subtitles.read_cues(answer.file("translated.vtt"))]
    yield Figure(OPERATOR, "captions with words", len(cues) / len(made), of)
    for measure, rule in (
        ("captions that keep the limits of lines", subtitles.keeps_lines),
        ("captions of at most 17 letters a second, where the source has 15", subtitles.keeps_speed),
    ):
        yield Figure(OPERATOR, measure, sum(map(rule, cues)) / len(cues), of)

"""transcribe: what is said, word by word with times, in any of Whisper's languages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from channels import Recordings, recordings_of
from filtering import filtered
from gaps import gaps_of, tell
from language_tags import tag_of
from models import folder_of
from recognition import Recogniser, SpokenWord
from speakers import labelled
from transcript import empty, result_of
from transcription import Listener, Outline, outline_of, words_of
from voices import Ear
from word_files import WordLists

from media_operator import Operator, run

VOICES = "campplus"
"""The network that tells voices apart."""


def main(operator: Operator) -> dict[str, Any]:
    """Return Transcribe's JSON and write transcript.txt. No audio, or nobody speaking: an empty transcript."""
    path, lists = operator.input("audio"), WordLists.of(operator)
    result = empty(_name_of(operator)) if path is None else _transcribe(operator, recordings_of(operator, path), lists)
    with operator.output("transcript.txt") as target:
        target.write_text(result["results"]["transcripts"][0]["transcript"], encoding="utf-8")
    return result


def _transcribe(operator: Operator, recordings: Recordings, lists: WordLists) -> dict[str, Any]:
    outlines = [outline_of(recording) for recording in recordings.values()]
    outline = Outline(sum(each.seconds for each in outlines), tuple(chain.from_iterable(it.samples for it in outlines)))
    if not outline.samples:
        return empty(_name_of(operator))
    model = folder_of(operator.models, operator.parameters["model"])
    recogniser = Recogniser(model, lists.vocabulary)
    identified = _identified(operator, recogniser, outline)
    language = identified[0][0] if identified else operator.parameters["language"]
    ear = Ear(operator.models, VOICES) if operator.parameters["speakerLabels"] else None
    total, words, gaps = max(1, round(outline.seconds)), [], []
    for number, (channel, recording) in enumerate(recordings.items()):
        before = sum(each.seconds for each in outlines[:number])
        progress = partial(_progressed, operator, before, total)
        missed: list[Any] = []
        spoken = words_of(recording, Listener(recogniser, language, progress, ear.hear if ear else None), missed)
        words += [replace(word, channel=channel) for word in _wanted(operator, spoken, ear, lists)]
        gaps += gaps_of(missed, channel)
    tell(operator, gaps)
    made_by = [recogniser.provenance, ear.provenance] if ear else recogniser.provenance
    result = result_of(_name_of(operator), words, language, identified, gaps)
    if "language_code" in result["results"]:
        told = next(iter(recordings.values())).facts().language
        result["results"]["language_code"] = tag_of(language, operator.parameters.get("region", ""), told)
    return {**result, "Model": made_by}


def _wanted(
    operator: Operator, spoken: Iterator[SpokenWord], ear: Ear | None, lists: WordLists
) -> Iterable[SpokenWord]:
    parameters = operator.parameters
    words = labelled(list(spoken), ear, parameters["maxSpeakers"]) if ear else spoken
    return filtered(words, lists.unwanted, parameters["vocabularyFilterMethod"])


def _progressed(operator: Operator, before: float, total: int, done: float) -> None:
    operator.progress(int(before + done), total)


def _identified(operator: Operator, recogniser: Recogniser, outline: Outline) -> list[tuple[str, float]]:
    wanted, options = operator.parameters["language"], operator.parameters["languageOptions"]
    if wanted != "auto":
        recogniser.demand("language", wanted)
        return []
    for option in options:
        recogniser.demand("languageOptions", option)
    return [each for each in recogniser.languages_of(outline.samples) if not options or each[0] in options]


def _name_of(operator: Operator) -> str:
    return str(operator.context.get("execution", {}).get("name", ""))


if __name__ == "__main__":
    run(main)

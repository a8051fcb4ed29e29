"""transcribe: what is said, word by word with times, in any of Whisper's languages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from channels import Recordings, recordings_of
from doubts import tell_doubts, with_doubts
from filtering import filtered
from gaps import gaps_of, tell
from identification import identify
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
    identified = identify(operator, recogniser, recordings, outline)
    ear = Ear(operator.models, VOICES) if operator.parameters["speakerLabels"] else None
    total, words, gaps = max(1, round(outline.seconds)), [], []
    for number, (channel, recording) in enumerate(recordings.items()):
        before = sum(each.seconds for each in outlines[:number])
        progress = partial(_progressed, operator, before, total)
        missed: list[Any] = []
        listener = Listener(recogniser, identified.spoken[channel], progress, ear.hear if ear else None)
        spoken = words_of(recording, listener, missed)
        words += [replace(word, channel=channel) for word in _wanted(operator, spoken, ear, lists)]
        gaps += gaps_of(missed, channel)
    tell(operator, gaps)
    tell_doubts(operator, words)
    made_by = [recogniser.provenance, ear.provenance] if ear else recogniser.provenance
    told = next(iter(recordings.values())).facts().language
    tag = partial(tag_of, region=operator.parameters.get("region", ""), told=told)
    tagged = [replace(word, language=word.language and tag(word.language)) for word in with_doubts(words)]
    result = result_of(_name_of(operator), tagged, tag(identified.main), identified.scores, gaps)
    return {**result, "Model": made_by}


def _wanted(
    operator: Operator, spoken: Iterator[SpokenWord], ear: Ear | None, lists: WordLists
) -> Iterable[SpokenWord]:
    parameters = operator.parameters
    words = labelled(list(spoken), ear, parameters["maxSpeakers"]) if ear else spoken
    return filtered(words, lists.unwanted, parameters["vocabularyFilterMethod"])


def _progressed(operator: Operator, before: float, total: int, done: float) -> None:
    operator.progress(int(before + done), total)


def _name_of(operator: Operator) -> str:
    return str(operator.context.get("execution", {}).get("name", ""))


if __name__ == "__main__":
    run(main)

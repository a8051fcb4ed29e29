"""transcribe: what is said, word by word with times, in any of Whisper's languages."""

from typing import Any

from filtering import filtered
from gaps import joined, told
from recognition import Recogniser
from speakers import labelled
from speech import Region
from transcript import empty, result_of
from transcription import Listener, Outline, outline_of, words_of
from voices import Ear

from media_kits.audio.recordings import RATE, Recording
from media_operator import Operator, Reason, run

VOICES = "campplus"
"""The network that tells voices apart."""


def main(operator: Operator) -> dict[str, Any]:
    """Return Transcribe's JSON and write transcript.txt. No audio, or nobody speaking: an empty transcript."""
    path = operator.input("audio")
    result = empty(_name_of(operator)) if path is None else _transcribe(operator, Recording(path))
    with operator.output("transcript.txt") as target:
        target.write_text(result["results"]["transcripts"][0]["transcript"], encoding="utf-8")
    return result


def _transcribe(operator: Operator, recording: Recording) -> dict[str, Any]:
    if recording.mix.turned:
        operator.warn(Reason.CHANNELS_CANCEL, recording.mix.told)
    outline = outline_of(recording)
    if not outline.samples:
        return empty(_name_of(operator))
    recogniser = Recogniser(operator.models / operator.parameters["model"], operator.parameters["vocabulary"])
    identified = _identified(operator, recogniser, outline)
    language = identified[0][0] if identified else operator.parameters["language"]
    total = max(1, round(outline.seconds))
    ear = Ear(operator.models, VOICES) if operator.parameters["speakerLabels"] else None
    gaps: list[Region] = []
    listener = Listener(
        recogniser, language, lambda done: operator.progress(int(done), total), ear.hear if ear else None
    )
    spoken = words_of(recording, listener, gaps)
    words = labelled(list(spoken), ear, operator.parameters["maxSpeakers"]) if ear else spoken
    heard = list(
        filtered(words, operator.parameters["vocabularyFilter"], operator.parameters["vocabularyFilterMethod"])
    )
    model = [recogniser.provenance, ear.provenance] if ear else recogniser.provenance
    return {**result_of(_name_of(operator), heard, language, identified, _told(operator, gaps)), "Model": model}


def _told(operator: Operator, gaps: list[Region]) -> list[Region]:
    """Return the gaps that the result lists; a warning says how many there are."""
    found = joined(gaps)
    if found:
        only = found[0] if len(found) == 1 else None
        operator.warn(Reason.SPEECH_WITHOUT_WORDS, told(found), *((only.start / RATE, only.end / RATE) if only else ()))
    return found


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

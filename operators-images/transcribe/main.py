"""transcribe: what is said, word by word with times, in any of Whisper's languages."""

from typing import Any

from listening import outline_of, words_of
from media_operator import Operator, run
from recognition import Recogniser
from sound import Sound
from transcript import empty, result_of


def main(operator: Operator) -> dict[str, Any]:
    """Return Transcribe's JSON and write transcript.txt. No sound, or nobody speaking: an empty transcript."""
    path = operator.input("audio")
    result = empty(_name_of(operator)) if path is None else _transcribe(operator, Sound(path))
    with operator.output("transcript.txt") as target:
        target.write_text(result["results"]["transcripts"][0]["transcript"], encoding="utf-8")
    return result


def _transcribe(operator: Operator, sound: Sound) -> dict[str, Any]:
    outline = outline_of(sound)
    if not outline.samples:
        return empty(_name_of(operator))
    recogniser = Recogniser(operator.models / operator.parameters["model"], operator.parameters["vocabulary"])
    languages = _languages_of(operator.parameters["language"], recogniser, outline.samples)
    total = max(1, round(outline.seconds))
    heard = words_of(sound, recogniser, languages[0][0], lambda done: operator.progress(int(done), total))
    result = result_of(_name_of(operator), list(heard), languages)
    return {**result, "Model": recogniser.provenance}


def _languages_of(wanted: str, recogniser: Recogniser, samples: Any) -> list[tuple[str, float]]:
    if wanted == "auto":
        return recogniser.languages_of(samples)
    recogniser.demand(wanted)
    return [(wanted, 1.0)]


def _name_of(operator: Operator) -> str:
    return str(operator.context.get("execution", {}).get("name", ""))


if __name__ == "__main__":
    run(main)

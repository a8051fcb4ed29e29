"""entities: the people, places, organisations, dates and things that are named."""

import json
from typing import Any

from recognition import Entity, Recogniser

from media_operator import Operator, Text, read_text, run
from media_operator.prose.english import is_english
from media_operator.prose.moments import Moments
from media_operator.prose.sentences import batches_of

MODEL = "en-core-web-sm"

BATCH = 64
"""Sentences read at once: memory stays bounded, however long the text."""


def main(operator: Operator) -> dict[str, Any]:
    """Return MIE's `entities`, and the same list once more as plain JSON with the times at which names are said."""
    text = read_text(operator, "transcript", "text")
    language = text.language or ("en" if is_english(text.text) else "und")
    name = "transcript.txt" if text.transcript else str(operator.context.get("source", {}).get("fileName", "text"))
    if language != "en" or not text.text.strip():
        return _result(language, [], name) | _note(text, language)
    recogniser = Recogniser(operator.models / MODEL)
    found = _entities_of(operator, recogniser, text.text)
    moments = Moments(text.text, text.transcript)
    timed = [_listed(entity) | moments.of(entity.begin, entity.end) for entity in found]
    return _result(language, timed, name) | {"Model": recogniser.provenance}


def _entities_of(operator: Operator, recogniser: Recogniser, text: str) -> list[Entity]:
    found: list[Entity] = []
    for batch in batches_of(text, BATCH):
        found += recogniser.entities_of(batch)
        operator.progress(batch[-1][0], len(text))
    return [entity for entity in found if entity.score >= operator.parameters["minScore"]]


def _result(language: str, entities: list[dict[str, Any]], file: str) -> dict[str, Any]:
    plain = [{key: value for key, value in entity.items() if not key.endswith("Time")} for entity in entities]
    text = json.dumps({"Entities": plain, "File": file}, ensure_ascii=False)
    return {"LanguageCode": language, "Results": [text], "Entities": entities}


def _note(text: Text, language: str) -> dict[str, str]:
    if not text.text.strip():
        return {"Note": "the text is empty"}
    told = "is not English" if language == "und" else f"is in the language {language!r}"
    return {"Note": f"the text {told}; names are looked for in English only"}


def _listed(entity: Entity) -> dict[str, Any]:
    return {
        "Text": entity.text,
        "Type": entity.type,
        "Score": round(entity.score, 4),
        "BeginOffset": entity.begin,
        "EndOffset": entity.end,
    }


if __name__ == "__main__":
    run(main)

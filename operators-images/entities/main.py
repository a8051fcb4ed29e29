"""entities: the people, places, organisations, dates and things that are named."""

from typing import Any

from recognition import Entity, Recogniser

from media_kits.text.moments import Moments
from media_kits.text.reading import language_of, page_of, unread
from media_kits.text.sentences import batches_of
from media_kits.text.texts import Text, read_text
from media_operator import Operator, run

MODEL = "en-core-web-sm"

BATCH = 64
"""Sentences read at once: memory stays bounded, however long the text."""


def main(operator: Operator) -> dict[str, Any]:
    """Return MIE's `entities`, and the same list once more as plain JSON with the times at which names are said."""
    text = read_text(operator, "transcript", "text")
    if (told := unread(operator, text, "names are looked for in")) is not None:
        return _result(operator, text, []) | told
    recogniser = Recogniser(operator.models / MODEL)
    found = _entities_of(operator, recogniser, text.text)
    moments = Moments(text.text, text.transcript)
    timed = [_listed(entity) | moments.of(entity.begin, entity.end) for entity in found]
    return _result(operator, text, timed) | {"Model": recogniser.provenance}


def _entities_of(operator: Operator, recogniser: Recogniser, text: str) -> list[Entity]:
    found: list[Entity] = []
    for batch in batches_of(text, BATCH):
        found += recogniser.entities_of(batch)
        operator.progress(batch[-1][0], len(text))
    return [entity for entity in found if entity.score >= operator.parameters["minScore"]]


def _result(operator: Operator, text: Text, entities: list[dict[str, Any]]) -> dict[str, Any]:
    page = page_of(operator, text, "Entities", entities)
    return {"LanguageCode": language_of(text), "Results": [page], "Entities": entities}


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

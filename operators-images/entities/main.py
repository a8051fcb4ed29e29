"""entities: the people, places, organisations, dates and things that are named."""

from dataclasses import replace
from typing import Any

from models import model_for, models_in
from recognition import Entity, Recogniser, recogniser_of

from media_kits.text.moments import Moments
from media_kits.text.reading import language_of, page_of, unread
from media_kits.text.sentences import batches_of
from media_kits.text.texts import Text, read_text
from media_operator import Operator, run

BATCH = 64
"""Sentences read at once: memory stays bounded, however long the text."""


def main(operator: Operator) -> dict[str, Any]:
    """Return MIE's `entities`, and the same list once more as plain JSON with the times at which names are said."""
    text = _read(operator)
    models = models_in(operator.models)
    languages = list(dict.fromkeys(language for model in models for language in model.languages))
    if (told := unread(operator, text, "names are looked for in", languages)) is not None:
        return _result(operator, text, []) | told
    recogniser = recogniser_of(model_for(models, language_of(text)))
    found = _entities_of(operator, recogniser, text)
    moments = Moments(text.text, text.transcript)
    timed = [_listed(entity) | moments.of(entity.begin, entity.end) for entity in found]
    return _result(operator, text, timed) | {"Model": recogniser.provenance}


def _read(operator: Operator) -> Text:
    """Return the text, in the language that the parameter gives, where it gives one."""
    text, language = read_text(operator, "transcript", "text"), operator.parameters.get("language", "auto")
    return text if language == "auto" else replace(text, told=language)


def _entities_of(operator: Operator, recogniser: Recogniser, text: Text) -> list[Entity]:
    found: list[Entity] = []
    for batch in batches_of(text.text, BATCH, language_of(text)):
        found += recogniser.entities_of(batch)
        operator.progress(batch[-1][0], len(text.text))
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

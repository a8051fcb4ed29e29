"""translate: a text or a transcript in another language."""

from typing import Any

from media_kits.text.moments import Moments
from media_kits.text.texts import Text, read_text
from media_kits.translation.origins import source_language
from media_kits.translation.passages import Passage, joined, passages_of
from media_kits.translation.terms import read_terms
from media_kits.translation.translators import Translated, Translator, tell_untranslated
from media_operator import Operator, UnusableInput, run

MAX_CHARACTERS = 2_000_000


def main(operator: Operator) -> dict[str, Any]:
    """Write translation.txt; return Translate's answer, what translated, and each sentence with its time."""
    text = read_text(operator, "transcript", "text") if _something(operator) else Text("")
    if len(text.text) > MAX_CHARACTERS:
        raise UnusableInput(f"the text has {len(text.text)} characters; {MAX_CHARACTERS} can be translated")
    parameters = operator.parameters
    source, target = source_language(operator, text.text), parameters["targetLanguage"]
    passages = passages_of(text.text, source)
    translator = Translator(operator, source if passages else target, target)
    terms = read_terms(operator.input("terminology"), source, target, parameters["doNotTranslate"])
    sentences = [passage.text for passage in passages]
    translated = translator.translate(sentences, terms, lambda done: operator.progress(done, len(sentences)))
    report = translator.report(translated)
    tell_untranslated(operator, target, report)
    whole = joined(text.text, passages, [each.text for each in translated])
    with operator.output("translation.txt") as path:
        path.write_text(whole, encoding="utf-8")
    return {
        "TranslatedText": whole,
        "SourceLanguageCode": source,
        "TargetLanguageCode": target,
        **report,
        "Segments": _segments(text, passages, translated),
    }


def _something(operator: Operator) -> bool:
    return any(operator.input(name) for name in ("transcript", "text"))


def _segments(text: Text, passages: list[Passage], translated: list[Translated]) -> list[dict[str, Any]]:
    moments = Moments(text.text, text.transcript)
    return [
        {
            "SourceText": passage.text,
            "TranslatedText": each.text,
            "BeginOffset": passage.begin,
            "EndOffset": passage.end,
            **moments.of(passage.begin, passage.end),
        }
        for passage, each in zip(passages, translated, strict=True)
    ]


if __name__ == "__main__":
    run(main)

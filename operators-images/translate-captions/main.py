"""translate-captions: captions in other languages, at the same times."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from collection import Captioned, Source, captioned, entry_of
from runs import parts_of, text_of

from media_kits.captions.caption_files import subrip_of, web_captions_of, webvtt_of
from media_kits.captions.cue_times import Cue
from media_kits.captions.style import Style
from media_kits.captions.subtitles import read_subtitles
from media_kits.translation.origins import source_language
from media_kits.translation.terms import read_terms
from media_kits.translation.translators import Translator, tell_untranslated
from media_operator import Operator, run

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can hold: the same captions make the same file."""


def main(operator: Operator) -> dict[str, Any]:
    """Write the first language as translated.vtt and .srt, all as translated-captions.zip; return the collection."""
    parameters = operator.parameters
    cues = _cues(operator)
    source = source_language(operator, " ".join(map(text_of, cues)))
    languages = parameters["targetLanguages"]
    # all of them first: a language that cannot be had is told before work is done for others
    translators = [_translator(operator, source, target, any_text=bool(cues)) for target in languages]
    style = Style(parameters["maxCharsPerLine"], parameters["maxLines"], parameters["maxCharsPerSecond"])
    given = Source(cues, parts_of(cues, source), style)
    made = list(_made(operator, given, translators))
    for each in made:
        tell_untranslated(operator, each.language, each.about)
    _write(operator, made)
    return {"SourceLanguageCode": source, "CaptionsCollection": [entry_of(each, given) for each in made]}


def _cues(operator: Operator) -> Sequence[Cue]:
    path = operator.input("written") or operator.input("captions")
    if path is None:
        return ()
    subtitles = read_subtitles(path)
    subtitles.tell(operator)
    return subtitles.cues


def _translator(operator: Operator, source: str, target: str, *, any_text: bool) -> Translator:
    return Translator(operator, source if any_text else target, target)


def _made(operator: Operator, source: Source, translators: Sequence[Translator]) -> Iterator[Captioned]:
    terminology, kept = operator.input("terminology"), operator.parameters["doNotTranslate"]
    of_each = len(source.parts)
    for number, translator in enumerate(translators):

        def told(done: int, before: int = number * of_each) -> None:
            operator.progress(before + done, len(translators) * of_each)

        terms = read_terms(terminology, translator.source, translator.target, kept)
        yield captioned(source, translator, terms, told)


def _write(operator: Operator, made: Sequence[Captioned]) -> None:
    with operator.output("translated.vtt") as path:
        path.write_text(webvtt_of(made[0].shown), encoding="utf-8")
    with operator.output("translated.srt") as path:
        path.write_text(subrip_of(made[0].shown), encoding="utf-8")
    with operator.output("translated-captions.zip") as path:
        _zip(path, made)


def _zip(path: Path, made: Sequence[Captioned]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in made:
            captions = {"LanguageCode": each.language, "WebCaptions": web_captions_of(each.captions)}
            for suffix, content in (
                ("vtt", webvtt_of(each.shown)),
                ("srt", subrip_of(each.shown)),
                ("json", json.dumps(captions, ensure_ascii=False, indent=1)),
            ):
                archive.writestr(zipfile.ZipInfo(f"captions_{each.language}.{suffix}", EPOCH), content)


if __name__ == "__main__":
    run(main)

"""Captions in one other language: sentences translated as a whole, and divided over the captions again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from division import Room, divide
from letters import letters_apart
from runs import Part, Sentence, glued, text_of

from media_kits.captions.caption_files import web_captions_of
from media_kits.captions.captions import LaidOutCaption, written
from media_kits.captions.conformance import conformance_of
from media_kits.captions.cue_times import Cue
from media_kits.captions.style import Style
from media_kits.captions.words import words_in
from media_kits.translation.terms import Terms
from media_kits.translation.translators import Progress, Translator


@dataclass(frozen=True)
class Source:
    """The captions to translate, all their text in parts, and the rules for those that come of it."""

    cues: Sequence[Cue]
    parts: Sequence[Part]
    style: Style


@dataclass(frozen=True)
class Captioned:
    """The captions of one language, and what is told about their translation."""

    language: str
    captions: tuple[LaidOutCaption, ...]
    about: dict[str, Any]

    @property
    def shown(self) -> list[LaidOutCaption]:
        """Return the captions of files: not those for which no word was left."""
        return [caption for caption in self.captions if caption.text]


def captioned(source: Source, translator: Translator, terms: Terms, progress: Progress) -> Captioned:
    """Translate all captions. Each keeps its times; all words of the translation are shown once, in order."""
    if not translator.route:
        return _as_they_are(source, translator)
    sentences = [part.text for part in source.parts if isinstance(part, Sentence)]
    translated = translator.translate(sentences, terms, progress)
    answers = iter(each.text for each in translated)
    texts = [""] * len(source.cues)
    for part in source.parts:
        for number, text in _placed(part, answers, source):
            texts[number] = glued(texts[number], text)
    captions = (written(cue.start, cue.end, text, source.style) for cue, text in zip(source.cues, texts, strict=True))
    return Captioned(translator.target, tuple(captions), translator.report(translated))


def _as_they_are(source: Source, translator: Translator) -> Captioned:
    captions = (written(cue.start, cue.end, text_of(cue), source.style) for cue in source.cues)
    return Captioned(translator.target, tuple(captions), translator.report(()))


def entry_of(captioned: Captioned, source: Source) -> dict[str, Any]:
    """Return the language's entry of CaptionsCollection."""
    captions = web_captions_of(captioned.captions)
    return {
        "OperatorName": f"TranslateWebCaptions_{captioned.language}",
        "TargetLanguageCode": captioned.language,
        **captioned.about,
        "WebCaptions": [
            {**caption, "sourceCaption": text_of(cue), "languageCode": captioned.language}
            for caption, cue in zip(captions, source.cues, strict=True)
        ],
        "Conformance": conformance_of(captioned.shown, source.style),
    }


def _placed(part: Part, answers: Iterator[str], source: Source) -> Iterator[tuple[int, str]]:
    if not isinstance(part, Sentence):
        yield part.caption, part.text
        return
    words = tuple(letters_apart(words_in(next(answers), 0, 0)))
    rooms = list(_rooms(part, source))
    yield from zip((share.caption for share in part.shares), divide(words, rooms), strict=True)


def _rooms(sentence: Sentence, source: Source) -> Iterator[Room]:
    style = source.style
    total = sum(share.characters for share in sentence.shares)
    for share in sentence.shares:
        cue = source.cues[share.caption]
        of_caption = share.characters / max(1, len(text_of(cue)))  # another sentence may have the rest of it
        readable = (cue.end - cue.start) * style.columns_per_second
        yield Room(share.characters / total, readable * of_caption, style.columns * style.lines * of_caption)

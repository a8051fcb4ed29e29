"""Subtitles and plain text in any language that an asset has, as people edited them.

Operators write such files, too, but before anybody edited anything. Lines are broken by the same rule as theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from media_insights.domain.wording import suggestion
from media_insights.exports.assets import Asset, Missing
from media_insights.exports.captioning.caption_files import subrip_of, webvtt_of
from media_insights.exports.captioning.captions import LaidOutCaption, written
from media_insights.exports.captioning.style import Style
from media_insights.results.caption_names import language_in, name_in
from media_insights.results.captions import Caption, Conformance, WebCaptions
from media_insights.results.transcripts import Transcription
from media_insights.results.translations import Translate, TranslateWebCaptions
from media_insights.results.utterances import text_of, utterances_of

CAPTIONS, TRANSLATED, TRANSCRIPT, TRANSLATION = "WebCaptions", "TranslateWebCaptions", "TranscribeVideo", "Translate"
_UNKNOWN = "und"
MOST_COLUMNS, MOST_LINES = 100, 3
"""The widest line and the highest caption that operators accept; wider ones have no end of ways to be broken."""


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """The captions of one language."""

    language: str
    """As results name it; empty when nobody found out which it is."""
    captions: Sequence[Caption]
    style: Style
    is_source: bool
    """Whether it is what is said, and no translation."""

    def laid_out(self) -> list[LaidOutCaption]:
        """Return the captions with their lines; what has no text is not shown."""
        shown = (each for each in self.captions if each.caption.strip())
        return [written(each.start, each.end, each.caption, self.style) for each in shown]


def tracks_of(asset: Asset) -> list[CaptionTrack]:
    """Return the captions that an asset has, what is said first, then translations by language. Raises Unfit."""
    found: list[CaptionTrack] = []
    source = asset.model(CAPTIONS, WebCaptions)
    if source is not None:
        found.append(CaptionTrack(_spoken(asset), source.web_captions, _style(source.conformance), is_source=True))
    translated = asset.model(TRANSLATED, TranslateWebCaptions)
    for each in sorted(translated.captions_collection if translated else (), key=lambda it: it.target_language_code):
        track = CaptionTrack(each.target_language_code, each.web_captions, _style(each.conformance), is_source=False)
        found.append(track)
    known = {each.language for each in found}
    found += (each for each in _named_tracks(asset) if each.language not in known)
    return sorted(found, key=lambda each: not each.is_source)


def _named_tracks(asset: Asset) -> Iterator[CaptionTrack]:
    """Yield captions that have a name of their own for each language: imported ones; translated ones say of what."""
    for name in sorted(asset.results):
        language = language_in(name)
        found = asset.model(name, WebCaptions) if language and name == name_in(language) else None
        if found is not None:
            is_source = not any(each.source_caption for each in found.web_captions)
            yield CaptionTrack(language, found.web_captions, _style(found.conformance), is_source=is_source)


def vtt_of(asset: Asset, language: str = "") -> Iterator[str]:
    """Yield a WebVTT file of one language; by default of what is said. Raises Missing without captions in it."""
    yield webvtt_of(_track(asset, language).laid_out())


def srt_of(asset: Asset, language: str = "") -> Iterator[str]:
    """Yield a SubRip file of one language; by default of what is said. Raises Missing without captions in it."""
    yield subrip_of(_track(asset, language).laid_out())


def text_file_of(asset: Asset, language: str = "") -> Iterator[str]:
    """Yield the text of one language, a line for each sentence; who speaks stands before it where speakers are known.

    Of what is said it is the transcript; of others the translation, or else the captions. Raises Missing without any.
    """
    transcript = asset.model(TRANSCRIPT, Transcription)
    if transcript is not None and (not language or _is_in(transcript.results.language_code or "", language)):
        yield from (f"{line}\n" for line in _spoken_lines(transcript))
        return
    translation = asset.model(TRANSLATION, Translate)
    if translation is not None and language == translation.target_language_code:
        yield f"{translation.translated_text.rstrip()}\n"
        return
    yield from (f"{' '.join(each.text.split())}\n" for each in _track(asset, language).laid_out())


def _track(asset: Asset, language: str) -> CaptionTrack:
    tracks = tracks_of(asset)
    wanted = [each for each in tracks if (_is_in(each.language, language) if language else each.is_source)]
    found = next(iter(sorted(wanted, key=lambda each: each.language != language)), None)
    if found is not None:
        return found
    if not tracks:
        raise Missing(f"{asset.name} has no captions: run captions, and translate-captions for other languages")
    known = {each.language or "the one that is spoken": each for each in tracks}
    asked = f"in {language}" if language else "of what is said"
    raise Missing(f"{asset.name} has no captions {asked}; it has: {', '.join(known)}{suggestion(language, known)}")


def _is_in(told: str, asked: str) -> bool:
    """Return whether captions are in a language that is asked for; `en` means that of any region."""
    return told == asked or told.partition("-")[0] == asked


def _spoken(asset: Asset) -> str:
    transcript = asset.model(TRANSCRIPT, Transcription)
    found = (transcript.results.language_code or "") if transcript else ""
    return "" if found == _UNKNOWN else found


def _style(rules: Sequence[Conformance]) -> Style:
    """Return how wide and high captions of a run may be, as it says itself which rules it kept to."""
    limits: Mapping[str, float] = {each.rule: each.limit for each in rules}
    usual = Style()
    return Style(
        columns=_within(limits.get("LineLength", usual.columns), MOST_COLUMNS),
        lines=_within(limits.get("Lines", usual.lines), MOST_LINES),
    )


def _within(limit: float, most: int) -> int:
    """Return a limit that a result names as a whole number from 1 to ``most``; ``most`` for what is no number."""
    return max(1, round(min(limit, most))) if limit == limit else most  # noqa: PLR0124 - NaN is not itself


def _spoken_lines(transcript: Transcription) -> Iterator[str]:
    spoken = transcript.results.model_dump(mode="json", by_alias=True, exclude_none=True)
    for items in utterances_of(spoken):
        speaker, text = items[0].get("speaker_label", ""), text_of(items)
        if text:
            yield f"{speaker}: {text}" if speaker else text

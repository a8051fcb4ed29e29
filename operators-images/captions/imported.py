"""Captions from subtitles that somebody has made."""

from media_kits.captions.captions import LaidOutCaption, written
from media_kits.captions.cue_times import Cue
from media_kits.captions.style import Style
from media_kits.captions.subtitles import Subtitles
from media_kits.captions.words import text_of, words_in


def captions_from(subtitles: Subtitles, style: Style) -> tuple[LaidOutCaption, ...]:
    """Keep the times and lines that somebody chose; only WebCaptions, which have no lines, are broken into some."""
    chosen = subtitles.format != "WebCaptions"
    return tuple(_caption_from(cue, style, chosen=chosen) for cue in subtitles.cues)


def _caption_from(cue: Cue, style: Style, *, chosen: bool) -> LaidOutCaption:
    text = " ".join(cue.lines)
    if chosen or len(cue.lines) > 1:
        return LaidOutCaption(cue.start, cue.end, text_of(words_in(text, cue.start, cue.end)), cue.lines)
    return written(cue.start, cue.end, text, style)

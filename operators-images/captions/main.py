"""captions: a transcript becomes readable captions, as WebVTT, SubRip and JSON."""

from typing import Any

from captions import captions_of
from formats import subrip_of, web_captions_of, webvtt_of
from style import Style
from words import parse_words

from media_operator import Operator, run


def main(operator: Operator) -> dict[str, Any]:
    """Write captions.vtt and captions.srt and return WebCaptions. No transcript, or an empty one: empty files."""
    transcript = operator.json("transcript")
    words = () if transcript is None else parse_words(transcript)
    captions = captions_of(words, _style_of(operator))
    with operator.output("captions.vtt") as path:
        path.write_text(webvtt_of(captions), encoding="utf-8")
    with operator.output("captions.srt") as path:
        path.write_text(subrip_of(captions), encoding="utf-8")
    return {"WebCaptions": web_captions_of(captions)}


def _style_of(operator: Operator) -> Style:
    return Style(
        columns=operator.parameters["maxCharsPerLine"],
        lines=operator.parameters["maxLines"],
        columns_per_second=operator.parameters["maxCharsPerSecond"],
    )


if __name__ == "__main__":
    run(main)

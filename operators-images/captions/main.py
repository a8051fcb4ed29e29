"""captions: a transcript, or subtitles that exist, become readable captions, as WebVTT, SubRip and JSON."""

from typing import Any

from captions import captions_of
from imported import captions_from
from transcripts import parse_words

from media_kits.captions.caption_files import subrip_of, web_captions_of, webvtt_of
from media_kits.captions.captions import LaidOutCaption
from media_kits.captions.conformance import conformance_of
from media_kits.captions.style import Style
from media_kits.captions.subtitles import read_subtitles
from media_kits.captions.turns import marked
from media_operator import BadParameters, Operator, run


def main(operator: Operator) -> dict[str, Any]:
    """Write captions.vtt and captions.srt; return WebCaptions and how well they keep to the rules.

    No transcript, or an empty one: empty files.
    """
    style = _style_of(operator)
    path = operator.input("subtitles")
    subtitles = read_subtitles(path) if path else None
    if subtitles:
        subtitles.tell(operator)
    captions = captions_from(subtitles, style) if subtitles else _spoken(operator, style)
    with operator.output("captions.vtt") as target:
        target.write_text(webvtt_of(captions), encoding="utf-8")
    with operator.output("captions.srt") as target:
        target.write_text(subrip_of(captions), encoding="utf-8")
    imported = {"Import": {"Format": subtitles.format, "Overlaps": subtitles.overlaps}} if subtitles else {}
    return {"WebCaptions": web_captions_of(captions), "Conformance": conformance_of(captions, style), **imported}


def _spoken(operator: Operator, style: Style) -> tuple[LaidOutCaption, ...]:
    transcript = operator.json("transcript")
    words = () if transcript is None else parse_words(transcript)
    return captions_of(marked(words) if operator.parameters["speakerDashes"] else words, style)


def _style_of(operator: Operator) -> Style:
    parameters = operator.parameters
    if parameters["minDuration"] > parameters["maxDuration"]:
        raise BadParameters(
            f"minDuration: {parameters['minDuration']} is more than maxDuration, {parameters['maxDuration']} seconds"
        )
    return Style(
        columns=parameters["maxCharsPerLine"],
        lines=parameters["maxLines"],
        columns_per_second=parameters["maxCharsPerSecond"],
        shortest=parameters["minDuration"],
        longest=parameters["maxDuration"],
        gap=parameters["minGap"],
    )


if __name__ == "__main__":
    run(main)

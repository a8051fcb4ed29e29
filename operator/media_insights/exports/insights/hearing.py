"""Insights about the audio: transcript, speakers and audio events."""

from media_insights.exports.insights.instances import Insight, grouped, instance, instances, mean, millis
from media_insights.results.audio_events import AudioEvents
from media_insights.results.transcripts import AudioSegment, Transcription


def transcript_of(speech: Transcription | None) -> list[Insight]:
    if speech is None:
        return []
    sure = {
        item.id: item.alternatives[0].confidence
        for item in speech.results.items
        if item.type == "pronunciation" and item.alternatives
    }
    return [
        {
            "id": number,
            "text": each.transcript,
            "confidence": mean([sure[item] for item in each.items if item in sure]),
            "speakerId": _speaker(each),
            "language": each.language_code or speech.results.language_code,
            "instances": [instance((millis(each.start_time), millis(each.end_time)))],
        }
        for number, each in enumerate(speech.results.audio_segments or (), start=1)
    ]


def _speaker(segment: AudioSegment) -> int:
    """Return 1 for ``spk_0`` or ``ch_0``, and for all where neither speakers nor channels were distinguished."""
    digits = (segment.speaker_label or segment.channel_label or "").rpartition("_")[2]
    return int(digits) + 1 if digits.isdecimal() else 1


def speakers_of(speech: Transcription | None) -> list[Insight]:
    said = (speech.results.audio_segments if speech else None) or ()
    stretches = (
        (_speaker(each), (millis(each.start_time), millis(each.end_time)))
        for each in said
        if each.speaker_label or each.channel_label
    )
    found = grouped(stretches)
    return [
        {"id": number, "name": f"Speaker #{number}", "instances": instances(found[number])} for number in sorted(found)
    ]


def effects_of(result: AudioEvents | None) -> list[Insight]:
    found = grouped((each.type, each) for each in result.audio_events) if result else {}
    return [
        {
            "id": number,
            "type": kind,
            "name": kind,
            "instances": [
                {"confidence": each.confidence / 100}
                | instance((each.start_timestamp_millis, each.end_timestamp_millis))
                for each in heard
            ],
        }
        for number, (kind, heard) in enumerate(found.items())
    ]

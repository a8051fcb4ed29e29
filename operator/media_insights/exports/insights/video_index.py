"""The document that "Get Video Index" gives, as a whole."""

import json
from collections.abc import Iterator

from media_insights.exports.assets import Asset, Missing
from media_insights.exports.insights.comprehension import keywords_of, sentiments_of
from media_insights.exports.insights.hearing import effects_of, speakers_of, transcript_of
from media_insights.exports.insights.instances import Insight, time_of
from media_insights.exports.insights.people import people_of
from media_insights.exports.insights.summaries import summary_of
from media_insights.exports.insights.views import labels_of, shots_of
from media_insights.exports.insights.writing import writing_of
from media_insights.results.audio_events import AudioEvents
from media_insights.results.comprehension import KeyPhrases, Sentiment
from media_insights.results.labels import VideoLabels
from media_insights.results.mediainfo import Mediainfo
from media_insights.results.segments import Segments
from media_insights.results.transcripts import Transcription

VERSION = "1.0.0.0"
SOURCES = (
    *("TranscribeVideo", "textDetection", "key_phrases", "faceSearch", "celebrityRecognition", "faceDetection"),
    *("personTracking", "labelDetection", "shotDetection", "sentiment", "audioEvents"),
)
"""Results that insights are made of; each may be missing."""


def insights_of(asset: Asset) -> Iterator[str]:
    """Yield the JSON document. Raises Missing when there is none of the results that insights are made of."""
    if not any(name in asset.results for name in SOURCES):
        raise Missing(
            f"{asset.name} has no result that insights are made of: run transcribe, label-detection, shot-detection, "
            "text-detection or the whole full-analysis over it first"
        )
    yield json.dumps(_document(asset), ensure_ascii=False, indent=2) + "\n"


def _document(asset: Asset) -> Insight:
    duration = _duration(asset)
    insights = _insights(asset, duration)
    name = asset.title or asset.name
    return {
        "accountId": "",
        "id": asset.uid,
        "name": name,
        "description": None,
        "userName": None,
        "created": asset.created,
        "privacyMode": "Private",
        "state": "Processed",
        "isOwned": True,
        "isEditable": False,
        "isBase": True,
        "durationInSeconds": round(duration / 1000),
        "summarizedInsights": summary_of(asset, name, insights, duration),
        "videos": [
            {
                "accountId": "",
                "id": asset.uid,
                "name": name,
                "state": "Processed",
                "privacyMode": "Private",
                "processingProgress": "100%",
                "failureCode": "None",
                "failureMessage": "",
                "externalId": asset.name,
                "externalUrl": asset.source or None,
                "metadata": None,
                "insights": insights,
                "sourceLanguage": insights["sourceLanguage"],
                "language": insights["language"],
            }
        ],
        "videosRanges": [{"videoId": asset.uid, "range": {"start": time_of(0), "end": time_of(duration)}}],
    }


def _insights(asset: Asset, duration: int) -> Insight:
    speech = asset.model("TranscribeVideo", Transcription)
    language = speech.results.language_code if speech else None
    return {
        "version": VERSION,
        "duration": time_of(duration),
        "sourceLanguage": language,
        "language": language,
        "transcript": transcript_of(speech),
        "ocr": writing_of(asset, language),
        "keywords": keywords_of(asset.model("key_phrases", KeyPhrases)),
        "faces": people_of(asset),
        "labels": labels_of(asset.model("labelDetection", VideoLabels), language),
        "scenes": [],
        "shots": shots_of(asset.model("shotDetection", Segments)),
        "brands": [],
        "audioEffects": effects_of(asset.model("audioEvents", AudioEvents)),
        "sentiments": sentiments_of(asset.model("sentiment", Sentiment)),
        "emotions": [],
        "topics": [],
        "speakers": speakers_of(speech),
    }


def _duration(asset: Asset) -> int:
    """Return the video's length in milliseconds, 0 when no result has it."""
    info = asset.model("Mediainfo", Mediainfo)
    lengths = [track.duration for track in info.tracks if track.duration] if info else []
    if lengths:
        return round(lengths[0])
    shots = asset.model("shotDetection", Segments)
    return max((each.end_timestamp_millis for each in shots.segments), default=0) if shots else 0

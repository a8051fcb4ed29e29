"""Summarized insights of a video index: the document's ``summarizedInsights``, each name with all its appearances."""

from collections.abc import Mapping
from typing import Any

from media_insights.exports.assets import Asset
from media_insights.exports.insights.instances import Insight, seconds_of, time_of

_SUMMARIZED = ("faces", "keywords", "sentiments", "audioEffects", "labels")


def summary_of(asset: Asset, name: str, insights: Insight, duration: int) -> Insight:
    return {
        "name": name,
        "id": asset.uid,
        "privacyMode": "Private",
        "duration": {"time": time_of(duration), "seconds": duration / 1000},
        "thumbnailVideoId": asset.uid,
        "thumbnailId": None,
        **{part: [_summarized(each) for each in insights[part]] for part in _SUMMARIZED},
        "brands": [],
        "statistics": {},
        "emotions": [],
        "topics": [],
    }


def _summarized(insight: Mapping[str, Any]) -> Insight:
    """Return an insight with appearances in place of instances."""
    kept = {key: value for key, value in insight.items() if key not in ("instances", "text", "sentimentType", "type")}
    names = {"text": "name", "sentimentType": "sentimentKey", "type": "audioEffectKey"}
    return (
        kept
        | {to: insight[old] for old, to in names.items() if old in insight}
        | {
            "appearances": [
                {
                    "startTime": each["start"],
                    "endTime": each["end"],
                    "startSeconds": seconds_of(each["start"]),
                    "endSeconds": seconds_of(each["end"]),
                }
                for each in insight["instances"]
            ]
        }
    )

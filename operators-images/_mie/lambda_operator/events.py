"""The event of MIE's state machine, made from ``context.json`` and the parameters."""

from collections.abc import Mapping
from typing import Any

import boto3

from lambda_operator import chain, transcripts
from lambda_operator.places import Places
from media_operator import Operator

Event = dict[str, Any]

METADATA_ONLY = "MetadataOnly"
"""MIE's word for an operator that reads no medium."""

MEDIA_OF_RESULTS: Mapping[str, str] = {"TranscribeVideo": "Text", "TranscribeAudio": "Text", "Translate": "Text"}
"""Results that MIE also handed on as a medium: the stored JSON itself."""


def event_of(operator: Operator, places: Places) -> Event:
    """Return the event of the first call. Inputs that are there are Media; parameters are the Configuration."""
    context, media = operator.context, _media(operator, places)
    medium = next(iter(media), METADATA_ONLY)
    asset, execution = context.get("asset", {}), context.get("execution", {})
    told = context.get("operator", {})
    carried = chain.found(boto3.client("s3"), places.bucket, places.prefix)
    ids = {"AssetId": asset.get("uid", ""), "WorkflowExecutionId": execution.get("uid", "")}
    return {
        "StageName": told.get("stage", ""),
        "Name": told.get("resultName", ""),
        "Input": {"Media": media, "MetaData": carried | ids | _metadata(operator)},
        "Configuration": {"MediaType": medium, "Enabled": True, **operator.parameters},
        **ids,
        "Type": medium,
        "Status": "Started",
    }


def _media(operator: Operator, places: Places) -> dict[str, dict[str, str]]:
    """Return medium → object, in the order of operator.yaml; the first input of a medium is the one."""
    media: dict[str, dict[str, str]] = {}
    for name, wired in operator.context.get("inputs", {}).items():
        medium = wired.get("media") or MEDIA_OF_RESULTS.get(wired.get("result", ""))
        if medium and operator.input(name) and medium not in media:
            bucket, key = _place(operator, places, name, wired.get("result", ""))
            media[medium] = {"S3Bucket": bucket, "S3Key": key}
    return media


def _place(operator: Operator, places: Places, name: str, result: str) -> tuple[str, str]:
    """Return where an input lies; a transcript that does not say where its text lies is put there with it."""
    document = operator.json(name) if result in transcripts.NAMES else None
    if isinstance(document, dict) and "TextTranscriptUri" not in document:
        return transcripts.put(document, places.bucket, places.prefix, boto3.client("s3"))
    return places.of_input(name)


def _metadata(operator: Operator) -> dict[str, str]:
    """Return the facts of earlier operators that MIE's own operators ask for, where such an operator is an input."""
    found: dict[str, str] = {}
    for name, wired in operator.context.get("inputs", {}).items():
        result = operator.json(name) if wired.get("result") in _FACTS else None
        if isinstance(result, dict):
            found |= _FACTS[wired["result"]](result)
    return found


def _of_transcript(result: dict[str, Any]) -> dict[str, str]:
    language = result.get("results", {}).get("language_code")
    return {"TranscribeSourceLanguage": language} if language else {}


def _of_mediainfo(result: dict[str, Any]) -> dict[str, str]:
    tracks = [each for each in result.get("tracks", ()) if each.get("track_type") == "Audio"]
    return {"Mediainfo_num_audio_tracks": str(len(tracks))}


_FACTS = {"TranscribeVideo": _of_transcript, "TranscribeAudio": _of_transcript, "Mediainfo": _of_mediainfo}

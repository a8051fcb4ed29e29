"""Operators of Media Insights Engine and what does their work here."""

from collections.abc import Mapping

from media_insights.domain.names import label_of

OTHERWISE: Mapping[str, str] = {
    "Thumbnail": "proxy",
    "Mediaconvert": "proxy",
    "MediaconvertThumbnail": "proxy",
    "TranscribeAudio": "transcribe",
    "TranscribeVideo": "transcribe",
    "WebCaptions": "captions",
    "WebToSRTCaptions": "captions",
    "WebToVTTCaptions": "captions",
    "CreateSRTCaptions": "captions",
    "CreateVTTCaptions": "captions",
    "TranslateWebCaptions": "translate-captions",
    "Polly": "speech-synthesis",
    "PollyWebCaptions": "speech-synthesis",
    "ComprehendEntities": "entities",
    "ComprehendKeyPhrases": "key-phrases",
    "ComprehendPhrases": "key-phrases",
    "MediainfoImage": "mediainfo",
    "technicalCueDetection": "technical-cues",
    "GenericDataLookup": "generic-data-lookup",
}
"""Name of the engine → ours, where it is not the same in lower case with dashes; those of images end in ``Image``."""


def ours_for(name: str) -> str:
    """Return what does the work of an operator of the engine: ``labelDetectionImage`` is ``label-detection``."""
    bare = name.removesuffix("Image")
    return OTHERWISE.get(name) or OTHERWISE.get(bare) or label_of(bare)

"""Every result by its name: MIE's OperatorName, under which it is stored, pointed to and searched."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from media_insights.results.audio_events import AudioEvents
from media_insights.results.captions import WebCaptions
from media_insights.results.comprehension import (
    Entities,
    KeyPhrases,
    LanguageIdentification,
    Sentiment,
    WordDistribution,
)
from media_insights.results.custom_labels import ImageCustomLabels, VideoCustomLabels
from media_insights.results.embeddings import ImageEmbedding, TextEmbedding, VideoEmbeddings
from media_insights.results.exchanges import Answer, GenericDataLookup, Notice
from media_insights.results.faces import ImageFaces, VideoFaces
from media_insights.results.labels import ImageLabels, VideoLabels
from media_insights.results.mediainfo import Mediainfo
from media_insights.results.moderation import ImageModeration, VideoModeration
from media_insights.results.persons import (
    ImageCelebrities,
    ImageFaceIndex,
    ImageMatches,
    VideoCelebrities,
    VideoMatches,
    VideoPersons,
)
from media_insights.results.proxies import Proxy
from media_insights.results.redactions import Redaction
from media_insights.results.renditions import Hls, LoudnessNormalization, Transcode
from media_insights.results.segments import Segments
from media_insights.results.summaries import Summary
from media_insights.results.synthesis import SpeechSynthesis
from media_insights.results.texts import ImageTexts, VideoTexts
from media_insights.results.transcripts import Transcription
from media_insights.results.translations import Translate, TranslateWebCaptions

RESULTS: Mapping[str, Any] = MappingProxyType(
    {
        "audioEvents": AudioEvents,
        "celebrityRecognition": VideoCelebrities | ImageCelebrities,
        "contentModeration": VideoModeration | ImageModeration,
        "customLabels": VideoCustomLabels | ImageCustomLabels,
        "entities": Entities,
        "faceDetection": VideoFaces | ImageFaces,
        "faceIndex": ImageFaceIndex,
        "faceSearch": VideoMatches | ImageMatches,
        "genericDataLookup": GenericDataLookup,
        "hls": Hls,
        "imageEmbedding": VideoEmbeddings | ImageEmbedding,
        "key_phrases": KeyPhrases,
        "labelDetection": VideoLabels | ImageLabels,
        "languageIdentification": LanguageIdentification,
        "loudnessNormalization": LoudnessNormalization,
        "Mediainfo": Mediainfo,
        "notify": Notice,
        "personTracking": VideoPersons,
        "proxy": Proxy,
        "redaction": Redaction,
        "sentiment": Sentiment,
        "shotDetection": Segments,
        "speechSynthesis": SpeechSynthesis,
        "summary": Summary,
        "technicalCueDetection": Segments,
        "textDetection": VideoTexts | ImageTexts,
        "textEmbedding": TextEmbedding,
        "transcode": Transcode,
        "TranscribeVideo": Transcription,
        "Translate": Translate,
        "TranslateWebCaptions": TranslateWebCaptions,
        "wait": Answer,
        "WebCaptions": WebCaptions,
        "wordDistribution": WordDistribution,
    }
)
"""Result name → the type of its JSON; a union where a video's and an image's differ."""

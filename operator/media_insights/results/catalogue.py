"""Every result by its name: MIE's OperatorName, under which it is stored, pointed to and searched."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from media_insights.results.answers import Answer
from media_insights.results.captions import WebCaptions
from media_insights.results.comprehension import Entities, KeyPhrases, LanguageIdentification, Sentiment
from media_insights.results.embeddings import FilmEmbeddings, PictureEmbedding
from media_insights.results.faces import FilmFaces, PictureFaces
from media_insights.results.labels import FilmLabels, PictureLabels
from media_insights.results.lookups import GenericDataLookup
from media_insights.results.moderation import FilmModeration, PictureModeration
from media_insights.results.notices import Notice
from media_insights.results.persons import (
    FilmCelebrities,
    FilmMatches,
    FilmPersons,
    PictureCelebrities,
    PictureFaceIndex,
    PictureMatches,
)
from media_insights.results.proxies import Proxy
from media_insights.results.redactions import Redaction
from media_insights.results.renditions import Hls, LoudnessNormalization, Transcode
from media_insights.results.segments import Segments
from media_insights.results.sounds import AudioEvents
from media_insights.results.summaries import Summary
from media_insights.results.synthesis import SpeechSynthesis
from media_insights.results.texts import FilmTexts, PictureTexts
from media_insights.results.tracks import Mediainfo
from media_insights.results.transcripts import Transcription
from media_insights.results.translations import Translate, TranslateWebCaptions
from media_insights.results.words import WordDistribution

RESULTS: Mapping[str, Any] = MappingProxyType(
    {
        "audioEvents": AudioEvents,
        "celebrityRecognition": FilmCelebrities | PictureCelebrities,
        "contentModeration": FilmModeration | PictureModeration,
        "entities": Entities,
        "faceDetection": FilmFaces | PictureFaces,
        "faceIndex": PictureFaceIndex,
        "faceSearch": FilmMatches | PictureMatches,
        "genericDataLookup": GenericDataLookup,
        "hls": Hls,
        "imageEmbedding": FilmEmbeddings | PictureEmbedding,
        "key_phrases": KeyPhrases,
        "labelDetection": FilmLabels | PictureLabels,
        "languageIdentification": LanguageIdentification,
        "loudnessNormalization": LoudnessNormalization,
        "Mediainfo": Mediainfo,
        "notify": Notice,
        "personTracking": FilmPersons,
        "proxy": Proxy,
        "redaction": Redaction,
        "sentiment": Sentiment,
        "shotDetection": Segments,
        "speechSynthesis": SpeechSynthesis,
        "summary": Summary,
        "technicalCueDetection": Segments,
        "textDetection": FilmTexts | PictureTexts,
        "transcode": Transcode,
        "TranscribeVideo": Transcription,
        "Translate": Translate,
        "TranslateWebCaptions": TranslateWebCaptions,
        "wait": Answer,
        "WebCaptions": WebCaptions,
        "wordDistribution": WordDistribution,
    }
)
"""Result name → the type of its JSON; a union where a film's and a picture's differ."""

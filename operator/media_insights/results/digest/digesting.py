"""Digesting: stored results become the digest of their asset, one result at a time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from media_insights.errors import NoSuchBucket, NoSuchObject, StoreError, UnreadableResult
from media_insights.results.audio_events import AudioEvents
from media_insights.results.captions import WebCaptions
from media_insights.results.comprehension import Entities, KeyPhrases, Sentiment
from media_insights.results.custom_labels import ImageCustomLabels, VideoCustomLabels
from media_insights.results.digest import copies, highlights, language, presence, timeline
from media_insights.results.digest.digests import Digest, merged
from media_insights.results.digest.others import others_of
from media_insights.results.digest.specification import duration_of, specification_of
from media_insights.results.digest.warned import warnings_of
from media_insights.results.embeddings import ImageEmbedding, VideoEmbeddings
from media_insights.results.faces import ImageFaces, VideoFaces
from media_insights.results.garbage import collection_paused
from media_insights.results.labels import ImageLabels, VideoLabels
from media_insights.results.mediainfo import Mediainfo
from media_insights.results.moderation import ImageModeration, VideoModeration
from media_insights.results.pages import joined
from media_insights.results.persons import (
    ImageCelebrities,
    ImageMatches,
    VideoCelebrities,
    VideoMatches,
    VideoPersons,
)
from media_insights.results.reading import parse_result
from media_insights.results.redactions import Redaction
from media_insights.results.renditions import Hls
from media_insights.results.segments import Segments
from media_insights.results.summaries import Summary
from media_insights.results.texts import ImageTexts, VideoTexts
from media_insights.results.transcripts import Transcription
from media_insights.results.translations import Translate, TranslateWebCaptions
from media_insights.results.versions import FIRST


def digest_of(results: Mapping[str, Any], versions: Mapping[str, int] = MappingProxyType({})) -> Digest:
    """Return the digest of stored results (result name → JSON), of which it holds one at a time.

    ``results`` may read from a store whenever it is asked; ``versions`` are those of the results' schemas, where it is
    not the first. Never raises: a result that cannot be read is in ``unreadable``; one that does not exist, such as an
    optional one that its operator did not write, has no digest. One whose name is not ours is counted.
    """
    names = (*(name for name in DIGESTS if name in results), *(name for name in results if name not in DIGESTS))
    return merged(_digest(results, name, versions.get(name, FIRST)) for name in names)


def _digest(results: Mapping[str, Any], name: str, version: int) -> Digest:
    try:
        return digest_of_result(name, results[name], version)
    except (NoSuchObject, NoSuchBucket):
        return Digest()
    except StoreError as error:
        return Digest(unreadable={name: str(error)})


def digest_of_result(name: str, document: Any, version: int = FIRST) -> Digest:
    """Return the digest of one stored result; of a name that has none, its warnings and counts."""
    document = joined(document)
    warnings = warnings_of(name, document)
    if name not in DIGESTS:
        return Digest(warnings=warnings, others=others_of(name, document))
    return replace(_facts(name, document, version), warnings=warnings)


def _facts(name: str, document: Any, version: int) -> Digest:
    try:
        with collection_paused():
            return DIGESTS[name](parse_result(name, document, version))
    except UnreadableResult as error:
        return Digest(unreadable={name: str(error)})
    except OverflowError:
        return Digest(unreadable={name: "it holds a number that is too large to be a time or a count"})


def _mediainfo(result: Mediainfo) -> Digest:
    return Digest(duration=duration_of(result), specification=specification_of(result))


def _shots(result: Segments) -> Digest:
    return Digest(duration=duration_of(result), shots=timeline.shots_of(result))


def _labels(result: VideoLabels | ImageLabels) -> Digest:
    return Digest(duration=duration_of(result), labels=highlights.labels_of(result))


def _custom_labels(result: VideoCustomLabels | ImageCustomLabels) -> Digest:
    return Digest(duration=duration_of(result), custom_labels=highlights.custom_labels_of(result))


def _faces(result: VideoFaces | ImageFaces) -> Digest:
    return Digest(duration=duration_of(result), faces=presence.faces_of(result))


def _persons(result: VideoPersons) -> Digest:
    return Digest(duration=duration_of(result), persons=presence.persons_of(result))


def _people(result: VideoMatches | ImageMatches) -> Digest:
    return Digest(duration=duration_of(result), people=highlights.people_of(result))


def _celebrities(result: VideoCelebrities | ImageCelebrities) -> Digest:
    return Digest(duration=duration_of(result), celebrities=highlights.celebrities_of(result))


def _moderation(result: VideoModeration | ImageModeration) -> Digest:
    return Digest(duration=duration_of(result), moderation=highlights.moderation_of(result))


def _texts(result: VideoTexts | ImageTexts) -> Digest:
    return Digest(duration=duration_of(result), texts=highlights.texts_of(result))


def _embeddings(result: VideoEmbeddings | ImageEmbedding) -> Digest:
    return Digest(duration=duration_of(result))


def _cues(result: Segments) -> Digest:
    return Digest(duration=duration_of(result), cues=timeline.cues_of(result))


def _audio_events(result: AudioEvents) -> Digest:
    return Digest(audio_events=timeline.audio_events_of(result))


def _summary(result: Summary) -> Digest:
    return Digest(gist=language.gist_of(result))


def _transcript(result: Transcription) -> Digest:
    return Digest(transcript=language.speech_of(result))


def _captions(result: WebCaptions) -> Digest:
    return Digest(captions=len(result.web_captions))


def _translation(result: Translate) -> Digest:
    return Digest(translation=language.translation_of(result))


def _translated_captions(result: TranslateWebCaptions) -> Digest:
    return Digest(translated_captions=language.translated_captions_of(result))


def _sentiment(result: Sentiment) -> Digest:
    return Digest(mood=language.mood_of(result))


def _entities(result: Entities) -> Digest:
    return Digest(entities=language.entities_of(result))


def _key_phrases(result: KeyPhrases) -> Digest:
    return Digest(key_phrases=language.key_phrases_of(result))


def _redaction(result: Redaction) -> Digest:
    return Digest(copies=copies.redacted_copies_of(result))


def _hls(result: Hls) -> Digest:
    return Digest(copies=copies.streams_of(result))


DIGESTS: Mapping[str, Callable[[Any], Digest]] = MappingProxyType(
    {
        "Mediainfo": _mediainfo,
        "shotDetection": _shots,
        "labelDetection": _labels,
        "customLabels": _custom_labels,
        "faceDetection": _faces,
        "personTracking": _persons,
        "faceSearch": _people,
        "celebrityRecognition": _celebrities,
        "contentModeration": _moderation,
        "textDetection": _texts,
        "imageEmbedding": _embeddings,
        "technicalCueDetection": _cues,
        "audioEvents": _audio_events,
        "summary": _summary,
        "TranscribeVideo": _transcript,
        "WebCaptions": _captions,
        "Translate": _translation,
        "TranslateWebCaptions": _translated_captions,
        "sentiment": _sentiment,
        "entities": _entities,
        "key_phrases": _key_phrases,
        "redaction": _redaction,
        "hls": _hls,
    }
)
"""Result name → its digest, from the type that RESULTS names for it; Mediainfo first: it knows the length best."""

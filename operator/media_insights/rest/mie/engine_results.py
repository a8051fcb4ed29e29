"""Results as readers of the engine know them: captions by language, transcripts with their text, faces with bodies."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from media_insights.errors import Damaged, NoSuchObject
from media_insights.rest.mie.catalogue_words import Json
from media_insights.results.bodies import with_bodies, with_faces
from media_insights.results.caption_names import CAPTIONS, language_in, name_in

TRANSCRIPT, TRANSLATED, TEXT = "TranscribeVideo", "TranslateWebCaptions", "Transcript"
ACCOUNT = "000000000000"
"""Where the engine has the number of an AWS account: there is none."""

Read = Callable[[str], Any]
"""Reads a stored result by its name; asked only for those that there are."""


def captions_in(name: str, stored: Mapping[str, str], read: Read) -> Json | None:
    """Return the captions of the language that a name says, ``WebCaptions_es``; None when there are none in it."""
    language = language_in(name)
    if not language or name != name_in(language):
        return None
    translated = read(TRANSLATED) if TRANSLATED in stored else None
    for each in _entries(translated):
        if each.get("TargetLanguageCode") == language and CAPTIONS in each:
            return {CAPTIONS: each[CAPTIONS]}
    return read(CAPTIONS) if CAPTIONS in stored and _spoken(stored, read) == _bare(language) else None


def completed(name: str, result: Any, bucket: str, text_key: str) -> Any:
    """Return a transcript with ``accountId``, and where its plain text lies; every other result as it is."""
    if name != TRANSCRIPT or not isinstance(result, dict):
        return result
    address = {"TextTranscriptUri": {"S3Bucket": bucket, "S3Key": text_key}} if text_key else {}
    return {"accountId": ACCOUNT, **address, **result}


def joined(name: str, result: Any, stored: Mapping[str, str], read: Read) -> Any:
    """Return a result with what another one of the same moments says: bodies of celebrities, faces of persons.

    It is told without, where the other one has gone or cannot be read.
    """
    other, join = _JOINED.get(name, ("", with_bodies))
    if other not in stored or not isinstance(result, dict):
        return result
    try:
        return join(result, read(other))
    except (NoSuchObject, Damaged):
        return result


_JOINED: Mapping[str, tuple[str, Callable[[Json, Any], Json]]] = {
    "celebrityRecognition": ("personTracking", with_bodies),
    "personTracking": ("faceDetection", with_faces),
}
"""Result → the other one, and how they are put together."""


def _entries(translated: Any) -> Iterator[Json]:
    entries = translated.get("CaptionsCollection") if isinstance(translated, dict) else None
    yield from (each for each in entries or () if isinstance(each, dict))


def _spoken(stored: Mapping[str, str], read: Read) -> str:
    transcript = read(TRANSCRIPT) if TRANSCRIPT in stored else None
    spoken = transcript.get("results") if isinstance(transcript, dict) else None
    return _bare(str(spoken.get("language_code") or "")) if isinstance(spoken, dict) else ""


def _bare(language: str) -> str:
    return language.partition("-")[0]

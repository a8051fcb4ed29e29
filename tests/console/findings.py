"""What operators say in tests, in the shapes in which the shipped ones say it."""

from collections.abc import Sequence
from typing import Any

BOX = {"Left": 0.25, "Top": 0.125, "Width": 0.375, "Height": 0.25}


def spoken(*sentences: tuple[str, str], language: str = "en", seconds: float = 2) -> dict[str, Any]:
    """Return a transcript: who says what, one sentence every so many seconds."""
    items: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    for at, (speaker, sentence) in enumerate(sentences):
        begin = at * seconds
        words = sentence.split()
        step = 0.8 * seconds / len(words)
        first = len(items)
        common = {"speaker_label": speaker, "language_code": language}
        for place, word in enumerate(words):
            times = {"start_time": begin + place * step, "end_time": begin + (place + 1) * step}
            said = [{"confidence": 0.9, "content": word}]
            items.append({"id": len(items), "type": "pronunciation", **common, **times, "alternatives": said})
        mark = [{"confidence": 0.0, "content": "."}]
        items.append({"id": len(items), "type": "punctuation", **common, "alternatives": mark})
        times = {"start_time": begin, "end_time": begin + 0.8 * seconds}
        numbers = list(range(first, len(items)))
        segments.append({"id": at, "transcript": f"{sentence}.", **times, "items": numbers, **common})
    text = " ".join(f"{each}." for _, each in sentences)
    results = {"language_code": language, "transcripts": [{"transcript": text}]}
    return {
        "jobName": "told",
        "status": "COMPLETED",
        "results": {**results, "items": items, "audio_segments": segments},
    }


def labels(*seen: tuple[str, int, float]) -> dict[str, Any]:
    """Return labels: name, milliseconds, percent."""
    return {
        "Labels": [
            {
                "Timestamp": at,
                "Label": {"Name": name, "Confidence": sure, "Instances": [{"BoundingBox": BOX, "Confidence": sure}]},
            }
            for name, at, sure in seen
        ]
    }


def texts(*read: tuple[str, int]) -> dict[str, Any]:
    """Return texts in the picture: what, milliseconds."""
    return {
        "TextDetections": [
            {
                "Timestamp": at,
                "TextDetection": {
                    "DetectedText": text,
                    "Type": "LINE",
                    "Confidence": 95.0,
                    "Geometry": {"BoundingBox": BOX},
                },
            }
            for text, at in read
        ]
    }


def unsafe(*seen: tuple[str, int, float]) -> dict[str, Any]:
    """Return what should be reviewed: name, milliseconds, percent."""
    return {
        "ModerationLabels": [
            {"Timestamp": at, "ModerationLabel": {"Name": name, "ParentName": "", "Confidence": sure}}
            for name, at, sure in seen
        ]
    }


def people(*seen: tuple[str, int, int]) -> dict[str, Any]:
    """Return persons: name ("" for nobody known), which one, milliseconds."""
    found = []
    for name, index, at in seen:
        face = {"BoundingBox": BOX, "Confidence": 99.0}
        matches = [{"Similarity": 93.0, "Face": {"ExternalImageId": name}}] if name else []
        found.append({"Timestamp": at, "Person": {"Index": index, "Face": face}, "FaceMatches": matches})
    return {"Persons": found}


def captions(*lines: str) -> tuple[dict[str, Any], bytes]:
    """Return captions as a result and as WebVTT, two seconds each."""
    cues = [{"start": 2 * at, "end": 2 * at + 1.8, "caption": text} for at, text in enumerate(lines)]
    blocks = [f"00:{2 * at:02}.000 --> 00:{2 * at + 1:02}.800\n{text}\n" for at, text in enumerate(lines)]
    return {"WebCaptions": cues}, ("WEBVTT\n\n" + "\n".join(blocks)).encode()


def told(everything: str = "", sentences: Sequence[tuple[str, str]] = ()) -> dict[str, dict[str, Any]]:
    """Return what all operators say of an asset: usual things, or one text wherever there is one."""
    said = sentences or (
        ("Ann", everything or "the harbour is calm at dawn"),
        ("Ben", "boats leave before the sun is up"),
        ("Ann", "nobody is awake but us"),
    )
    name = everything or "Boat"
    return {
        "proxy": {"ProxyEncode": {"frameRate": 25.0}},
        "transcribe": spoken(*said),
        "label-detection": labels((name, 0, 93.0), ("Sea", 500, 88.0), ("Bird", 1000, 41.0)),
        "text-detection": texts((everything or "HARBOUR 7", 0)),
        "content-moderation": unsafe((everything or "Violence", 500, 71.0), ("Weapon", 1500, 44.0)),
        "face-search": people((everything or "Ann Lee", 1, 0), ("", 2, 500), ("Ben Ito", 3, 1000)),
        "captions": captions(*(each for _, each in said))[0],
    }

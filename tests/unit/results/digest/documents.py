"""Stored results of a video, as small as their shapes allow."""

from typing import Any

BOX = {"Left": 0, "Top": 0, "Width": 1, "Height": 1}
FACE = {"BoundingBox": BOX, "Confidence": 99}


def label(name: str, confidence: float) -> dict[str, Any]:
    return {"Name": name, "Confidence": confidence}


def text(content: str, kind: str = "LINE") -> dict[str, Any]:
    return {"DetectedText": content, "Type": kind, "Id": 0, "Confidence": 99, "Geometry": {"BoundingBox": BOX}}


def track(content: str, start: int, end: int, frames: int, confidence: float) -> dict[str, Any]:
    return {
        "DetectedText": content,
        "StartTimestamp": start,
        "EndTimestamp": end,
        "FrameCount": frames,
        "Confidence": confidence,
        "BoundingBox": BOX,
    }


def mention(content: str, **more: Any) -> dict[str, Any]:
    return {"Text": content, "Score": 0.9, "BeginOffset": 0, "EndOffset": len(content), **more}


def match(name: str, similarity: float = 97) -> dict[str, Any]:
    return {"Similarity": similarity, "Face": {"FaceId": "1", "ExternalImageId": name}}


def span(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"StartTimestampMillis": start, "EndTimestampMillis": end, "DurationMillis": end - start, **more}


def cue(kind: str) -> dict[str, Any]:
    return span(0, 900, Type="TECHNICAL_CUE", TechnicalCueSegment={"Type": kind, "Confidence": 100})


def translated(language: str, engine: str) -> dict[str, Any]:
    return {"TargetLanguageCode": language, "Engine": engine}


VIDEO: dict[str, Any] = {
    "labelDetection": {
        "VideoMetadata": {"DurationMillis": 60000},
        "Labels": [
            {"Timestamp": 0, "Label": label("Cat", 80)},
            {"Timestamp": 1000, "Label": label("Cat", 90)},
            {"Timestamp": 9000, "Label": label("Cat", 70)},
            {"Timestamp": 2000, "Label": label("Cup", 60)},
        ],
    },
    "faceDetection": {"Faces": [{"Timestamp": 1000, "Face": FACE}, {"Timestamp": 1000, "Face": FACE}]},
    "textDetection": {
        "TextDetections": [
            {"Timestamp": 0, "TextDetection": text("Hello you")},
            {"Timestamp": 0, "TextDetection": text("Hello", "WORD")},
        ]
    },
    "TranscribeVideo": {
        "jobName": "j",
        "status": "COMPLETED",
        "results": {"transcripts": [{"transcript": "It was."}], "items": [], "language_code": "en"},
    },
    "entities": {
        "LanguageCode": "en",
        "Results": [],
        "Entities": [
            mention("Paris", Type="LOCATION"),
            mention("Rome", Type="LOCATION"),
            mention("Paris", Type="LOCATION"),
        ],
    },
    "shotDetection": {"Segments": [span(0, 6000, Type="SHOT")]},
    "WebCaptions": {
        "WebCaptions": [{"start": 0, "end": 1, "caption": "It"}, {"start": 1, "end": 2, "caption": "was."}]
    },
}

MORE: dict[str, Any] = {
    "faceSearch": {
        "Persons": [
            {"Timestamp": 0, "Person": {"Index": 0}, "FaceMatches": [match("Jane Doe")]},
            {"Timestamp": 1000, "Person": {"Index": 1}, "FaceMatches": []},
        ]
    },
    "celebrityRecognition": {
        "Celebrities": [{"Timestamp": 500, "Celebrity": {"Name": "Ada", "Id": "1", "Confidence": 88}}],
    },
    "contentModeration": {
        "ModerationLabels": [
            {"Timestamp": 2000, "ModerationLabel": {"Name": "Alcohol", "ParentName": "", "Confidence": 60}},
            {"Timestamp": 2000, "ModerationLabel": {"Name": "Wine", "ParentName": "Alcohol", "Confidence": 60}},
        ]
    },
    "technicalCueDetection": {"Segments": [cue("BlackFrames"), cue("Silence")]},
    "audioEvents": {
        "AudioEvents": [span(0, 1500, Type="Speech", Confidence=90), span(3000, 4000, Type="Speech", Confidence=90)],
        "TotalMillis": {"Speech": 2500, "Music": 0, "Singing": 0, "Silence": 0},
    },
    "sentiment": {
        "LanguageCode": "en",
        "Sentiment": "POSITIVE",
        "SentimentScore": {"Positive": 0.81, "Negative": 0.1, "Neutral": 0.09, "Mixed": 0},
        "Sentences": [],
    },
    "personTracking": {
        "Persons": [
            {"Timestamp": at, "Person": {"Index": number}} for at, number in ((0, 0), (200, 0), (200, 1), (9000, 2))
        ],
        "Tracks": [
            {"Index": number, "StartTimestamp": 0, "EndTimestamp": 1, "FrameCount": 1, "Confidence": 9}
            for number in range(3)
        ],
    },
    "summary": {
        "LanguageCode": "en",
        "Summary": "A lamp\nis bought.",
        "Topics": [{"Name": "The lamp"}, {"Name": ""}],
        "Chapters": [],
    },
    "redaction": {
        "File": "redacted.mp4",
        "Covered": [{"Type": "Face", "Sights": 7, "Tracks": 2}, {"Type": "Word", "Sights": 1}],
        "Stretches": [],
        "Frames": 30,
        "CoveredFrames": 25,
    },
    "hls": {
        "Playlist": "hls.m3u8",
        "DurationMillis": 1000,
        "SegmentMillis": 1000,
        "Renditions": [
            {
                "File": "hls-180.mp4",
                "Playlist": "hls-180.m3u8",
                "Codecs": "avc1.64001f",
                "Bandwidth": 1,
                "AverageBandwidth": 1,
                "Segments": 1,
                "Width": 320,
                "Height": 180,
                "FrameRate": 25,
            }
        ],
        "Audio": {
            "File": "hls-audio.mp4",
            "Playlist": "hls-audio.m3u8",
            "Codecs": "mp4a.40.2",
            "Bandwidth": 1,
            "AverageBandwidth": 1,
            "Segments": 1,
        },
    },
    "key_phrases": {
        "LanguageCode": "en",
        "Results": [],
        "KeyPhrases": [mention("the lamp", Count=1, Mentions=[mention("the lamp")])],
    },
    "Translate": {
        **translated("es", "apertium"),
        "SourceLanguageCode": "en",
        "TranslatedText": "Fue.",
        "Segments": [],
    },
    "TranslateWebCaptions": {
        "SourceLanguageCode": "en",
        "CaptionsCollection": [
            translated(language, engine) | {"OperatorName": "x", "WebCaptions": [], "Conformance": []}
            for language, engine in (("es", "apertium"), ("de", "neural"))
        ],
    },
    "Mediainfo": {
        "tracks": [
            {"track_type": "General", "duration": 61000, "format": "MPEG-4"},
            {"track_type": "Video", "format": "AVC", "width": 1280, "height": 720, "frame_rate": 25},
            {"track_type": "Audio", "format": "AAC"},
        ]
    },
}

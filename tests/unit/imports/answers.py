"""Answers as AWS documents them, and as MIE stored them: written here, from the public API references."""

from typing import Any

Json = dict[str, Any]
BOX = {"Width": 0.25, "Height": 0.5, "Left": 0.125, "Top": -0.01}
VIDEO = {
    "Codec": "h264",
    "DurationMillis": 5005,
    "Format": "QuickTime / MOV",
    "FrameRate": 29.97002792358398,
    "FrameHeight": 1080,
    "FrameWidth": 1920,
    "ColorRange": "LIMITED",
}
FACE = {
    "BoundingBox": BOX,
    "AgeRange": {"Low": 21, "High": 33},
    "Smile": {"Value": True, "Confidence": 99.5},
    "Eyeglasses": {"Value": False, "Confidence": 98.25},
    "Gender": {"Value": "Female", "Confidence": 99.9},
    "Emotions": [{"Type": "HAPPY", "Confidence": 97.5}],
    "Landmarks": [{"Type": "eyeLeft", "X": 0.3, "Y": 0.4}],
    "Pose": {"Roll": -5.5, "Yaw": 8.0, "Pitch": 0.25},
    "Quality": {"Brightness": 80.5, "Sharpness": 92.2},
    "FaceOccluded": {"Value": False, "Confidence": 99.0},
    "EyeDirection": {"Yaw": 1.5, "Pitch": -2.5, "Confidence": 88.0},
    "Confidence": 99.99,
}
GEOMETRY = {"BoundingBox": BOX, "Polygon": [{"X": 0.1, "Y": 0.1}, {"X": 0.4, "Y": 0.1}]}
MATCH = {"Similarity": 97.5, "Face": {"FaceId": "f-1", "ExternalImageId": "jane", "ImageId": "i-1", "Confidence": 99.0}}


def film(**content: Any) -> Json:
    """Return an answer of a Get… call."""
    return {"JobStatus": "SUCCEEDED", "VideoMetadata": VIDEO, "JobId": "j-1", **content}


def label(timestamp: int, name: str = "Car", confidence: float = 98.5) -> Json:
    instances = [{"BoundingBox": BOX, "Confidence": confidence}]
    parents = [{"Name": "Vehicle"}]
    thing = {"Name": name, "Confidence": confidence, "Instances": instances, "Parents": parents}
    return {"Timestamp": timestamp, "Label": thing | {"Aliases": [{"Name": "Auto"}], "Categories": [{"Name": "Cars"}]}}


LABELS = film(Labels=[label(0), label(500, "Tree", 55.125)], LabelModelVersion="3.0")
SEGMENT_LABELS = film(
    Labels=[
        {
            "StartTimestampMillis": 500,
            "EndTimestampMillis": 1500,
            "DurationMillis": 1000,
            "Label": {"Name": "Dog", "Confidence": 91.0, "Instances": []},
        }
    ],
    GetRequestMetadata={"SortBy": "TIMESTAMP", "AggregateBy": "SEGMENTS"},
)
FACES = film(Faces=[{"Timestamp": 500, "Face": FACE}])
MODERATION = film(
    ModerationLabels=[
        {
            "Timestamp": 0,
            "ModerationLabel": {"Name": "Violence", "ParentName": "", "Confidence": 88.8, "TaxonomyLevel": 1},
            "ContentTypes": [{"Name": "Animated Content", "Confidence": 99.0}],
        }
    ],
    ModerationModelVersion="7.0",
)
CELEBRITIES = film(
    Celebrities=[
        {
            "Timestamp": 40,
            "Celebrity": {
                "Urls": ["www.example.org/jane"],
                "Name": "Jane Doe",
                "Id": "3Ir0du6",
                "Confidence": 93.0,
                "BoundingBox": BOX,
                "Face": {"BoundingBox": BOX, "Confidence": 99.9, "Landmarks": [], "Pose": FACE["Pose"]},
                "KnownGender": {"Type": "Female"},
            },
        }
    ]
)
PERSONS = film(Persons=[{"Timestamp": 0, "Person": {"Index": 0, "BoundingBox": BOX, "Face": FACE}}])
SEARCH = film(
    Persons=[
        {"Timestamp": 0, "Person": {"Index": 0, "Face": FACE}},
        {"Timestamp": 200, "Person": {"Index": 1}, "FaceMatches": [MATCH]},
    ]
)
TEXT = film(
    TextDetections=[
        {
            "Timestamp": 100,
            "TextDetection": {
                "DetectedText": "42.0",
                "Type": "WORD",
                "Id": 1,
                "ParentId": 0,
                "Confidence": 95.5,
                "Geometry": GEOMETRY,
            },
        }
    ],
    TextModelVersion="3.0",
)
SHOT = {
    "Type": "SHOT",
    "StartTimestampMillis": 0,
    "EndTimestampMillis": 2000,
    "DurationMillis": 2000,
    "StartTimecodeSMPTE": "00:00:00;00",
    "EndTimecodeSMPTE": "00:00:02;00",
    "DurationSMPTE": "00:00:02;00",
    "StartFrameNumber": 0,
    "EndFrameNumber": 60,
    "DurationFrames": 60,
    "ShotSegment": {"Index": 0, "Confidence": 99.5},
}
CUE = {name: value for name, value in SHOT.items() if name != "ShotSegment"} | {
    "Type": "TECHNICAL_CUE",
    "TechnicalCueSegment": {"Type": "BlackFrames", "Confidence": 91.25},
}
SEGMENTS = {
    "JobStatus": "SUCCEEDED",
    "VideoMetadata": [VIDEO],
    "AudioMetadata": [{"Codec": "aac", "DurationMillis": 5000, "SampleRate": 48000, "NumberOfChannels": 2}],
    "Segments": [CUE, SHOT],
    "SelectedSegmentTypes": [
        {"Type": "TECHNICAL_CUE", "ModelVersion": "2.0"},
        {"Type": "SHOT", "ModelVersion": "2.0"},
    ],
}

PICTURE_LABELS = {"Labels": [label(0)["Label"]], "LabelModelVersion": "3.0", "ImageProperties": {"Quality": {}}}
PICTURE_FACES = {"FaceDetails": [FACE], "OrientationCorrection": "ROTATE_0"}
PICTURE_MODERATION = {"ModerationLabels": [{"Name": "Violence", "ParentName": "", "Confidence": 60.5}]}
PICTURE_CELEBRITIES = {
    "CelebrityFaces": [
        {
            "Urls": [],
            "Name": "Jane Doe",
            "Id": "3Ir0du6",
            "Face": {"BoundingBox": BOX, "Confidence": 99.0},
            "MatchConfidence": 96.0,
        }
    ],
    "UnrecognizedFaces": [{"BoundingBox": BOX, "Confidence": 97.0}],
}
PICTURE_SEARCH = {
    "SearchedFaceBoundingBox": BOX,
    "SearchedFaceConfidence": 99.0,
    "FaceMatches": [MATCH],
    "FaceModelVersion": "6.0",
}
PICTURE_TEXT = {
    "TextDetections": [{"DetectedText": "EXIT", "Type": "LINE", "Id": 0, "Confidence": 99.0, "Geometry": GEOMETRY}]
}


def word(text: str, start: str, end: str, **more: Any) -> Json:
    """Return a spoken word as Transcribe writes it: times and confidence are texts."""
    alternatives = [{"confidence": "0.998", "content": text}]
    return {"type": "pronunciation", "start_time": start, "end_time": end, "alternatives": alternatives, **more}


def mark(text: str, confidence: str | None = "0.0") -> Json:
    return {"type": "punctuation", "alternatives": [{"confidence": confidence, "content": text}]}


TRANSCRIPT: Json = {
    "jobName": "talk-1",
    "accountId": "123456789012",
    "status": "COMPLETED",
    "results": {
        "transcripts": [{"transcript": "Hello there. Again"}],
        "items": [
            word("Hello", "0.04", "0.5"),
            word("there", "0.5", "0.9"),
            mark(".", None),
            word("Again", "4.0", "4.5"),
        ],
    },
}
MODERN_TRANSCRIPT: Json = TRANSCRIPT | {
    "isRedacted": False,
    "results": {
        "language_code": "en-US",
        "language_identification": [{"score": "0.98", "code": "en-US"}],
        "transcripts": [{"transcript": "Hello."}],
        "speaker_labels": {
            "channel_label": "ch_0",
            "speakers": 1,
            "segments": [
                {
                    "start_time": "0.04",
                    "speaker_label": "spk_0",
                    "end_time": "0.5",
                    "items": [{"speaker_label": "spk_0", "start_time": "0.04", "end_time": "0.5"}],
                }
            ],
        },
        "items": [word("Hello", "0.04", "0.5", id=0, speaker_label="spk_0"), mark(".") | {"id": 1}],
        "audio_segments": [
            {"id": 0, "transcript": "Hello.", "start_time": "0.04", "end_time": "0.5", "items": [0, 1]},
        ],
    },
}


def mention(text: str, score: float, begin: int, **more: Any) -> Json:
    return {"BeginOffset": begin, "EndOffset": begin + len(text), "Score": score, "Text": text, **more}


ENTITIES = {"Entities": [mention("Jane Doe", 0.9975, 0, Type="PERSON")], "File": "transcript.txt"}
PHRASES = {
    "KeyPhrases": [
        mention("a boat", 0.5, 0),
        mention("solar panels", 0.75, 10),
        mention("Solar panels", 0.9, 40),
    ],
    "File": "transcript.txt",
}
SENTIMENT = {
    "Sentiment": "POSITIVE",
    "SentimentScore": {"Mixed": 0.0, "Negative": 0.01, "Neutral": 0.09, "Positive": 0.9},
    "File": "transcript.txt",
    "Line": 0,
}
LANGUAGES = {"Languages": [{"LanguageCode": "en", "Score": 0.9945}]}
TRANSLATION = {"TranslatedText": "Hallo", "SourceLanguageCode": "en", "TargetLanguageCode": "de"}
CAPTIONS = {
    "WebCaptions": [{"start": 0.5, "end": 2.0, "caption": "Hello", "wordConfidence": [{"w": "Hello", "c": 0.9}]}]
}
MEDIAINFO = {"tracks": [{"track_type": "General", "format": "MPEG-4", "duration": 5005, "frame_rate": 29.97}]}


def as_mie_stored_it(value: Any) -> Any:
    """Return a result as MIE's data plane wrote it: every float has become a text."""
    if isinstance(value, dict):
        return {name: as_mie_stored_it(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_mie_stored_it(each) for each in value]
    return str(value) if isinstance(value, float) else value

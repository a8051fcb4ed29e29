"""Operators and workflows of both worlds, and what their operators write.

``words`` reads a text; the others are there for the routes that need them: one waits for a person, one reads what
``words`` wrote, one reads faces, and one takes in results that were made elsewhere.
"""

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

from tests.conformance.api import sentences

IMAGE = f"registry.example/words@sha256:{1:064x}"
"""Of ``words``, by its digest."""
MODEL = {"name": "net", "sha256": sentences.MODEL, "source": "https://models.example/net"}
"""What ``words`` declares to ship."""
RESULT: dict[str, Any] = {
    "Model": {"name": "net", "sha256": sentences.MODEL},
    "Words": [
        {"Name": "deep", "Time": 1.5, "Score": 0.9, "Box": {"Left": 0.25, "Top": 0.5, "Width": 0.125, "Height": 0.1}},
        {"Name": "water", "Time": 2.25, "Score": 0.5, "Row": 0},
        {"Name": "deep", "Time": 1.5, "Score": 0.4},
    ],
    "Places": [
        {"Of": "water", "Time": 2.25, "Score": 0.6, "Box": {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}},
        {"Of": "water", "Time": 3.25, "Score": 0.7, "Box": {"Left": 0.2, "Top": 0.2, "Width": 0.3, "Height": 0.4}},
    ],
}
"""Of ``words``."""
FACES = {
    "Model": {"name": "net", "sha256": "a" * 64},
    "FaceRecords": [
        {
            "Face": {
                "FaceId": "f1",
                "ImageId": "b" * 64,
                "BoundingBox": {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4},
                "Confidence": 99.5,
                "Embedding": [0.5, 0.25],
            }
        }
    ],
}
"""Of ``face-index``."""
LOOKS: dict[str, Any] = {
    "Model": {"name": "net", "sha256": "c" * 64},
    "Frames": [{"Time": 0, "Row": 0}, {"Time": 1000, "Row": 1}, {"Time": 2000, "Row": 2}],
}
"""Of ``looks``: the first frame looks like the last."""
ECHOES: dict[str, Any] = {
    "Model": {"name": "net", "sha256": "d" * 64},
    "Lines": [{"Line": "deep", "Time": 1.5, "Row": 0}, {"Line": "after all words", "Time": 9, "Row": 1}],
}
"""Of ``echo``: the first line is at the time of a word."""
TEXT_INPUT = {"name": "text", "media": ["Text"]}
RESULT_OUTPUT = {"name": "result", "file": "result.json", "result": True}
OPERATOR: dict[str, Any] = {
    "resultName": "words",
    "version": "1.0.0",
    "image": IMAGE,
    "models": [MODEL],
    "inputs": [TEXT_INPUT],
    "outputs": [
        RESULT_OUTPUT,
        {"name": "frames", "file": "frames.zip", "media": "Frames"},
        {"name": "playlist", "file": "hls.m3u8", "media": "HlsPlaylist"},
        {"name": "playlist-240", "file": "hls-240.m3u8"},
        {"name": "stream-240", "file": "hls-240.mp4"},
        {"name": "waveform", "file": "waveform.dat", "media": "Waveform"},
        {"name": "vectors", "file": "vectors.npy", "media": "WordVectors"},
    ],
    "vectors": {"medium": "WordVectors", "of": "Text", "row": "$.Row", "floor": 0.9},
    "parameters": {"most": {"type": "integer", "default": 10, "minimum": 1, "description": "Most words."}},
    "index": {
        "list": "$.Words[*]",
        "operator": "words",
        "kind": "Person",
        "time": {"at": "$.Time", "unit": "Seconds"},
        "confidence": {"field": "$.Score", "scale": 1},
        "boxes": "$.Box",
        "fields": {"Name": "$.Name"},
        "samples": {
            "list": "$.Places[*]",
            "by": {"Name": "$.Of"},
            "time": {"at": "$.Time", "unit": "Seconds"},
            "confidence": {"field": "$.Score", "scale": 1},
            "boxes": "$.Box",
        },
    },
}
EMBEDDED: dict[str, Any] = {
    "Embeddings": [{"Timestamp": 0, "Index": 0}, {"Timestamp": 1000, "Index": 1}],
    "File": {"Name": "embeddings.npy", "Format": "npy", "ElementType": "float16", "Rows": 2, "Dimension": 2},
    "Model": {"name": "net", "sha256": "a" * 64},
}
"""Of ``image-embedding``: two frames that are as unlike as can be."""
OPERATORS: dict[str, dict[str, Any]] = {
    "words": OPERATOR,
    "wait": {"resultName": "wait", "version": "1.0.0", "suspend": True, "outputs": [RESULT_OUTPUT]},
    "rhymes": {
        "resultName": "rhymes",
        "version": "1.0.0",
        "image": "rhymes",
        "inputs": [{"name": "words", "result": "words"}],
        "outputs": [RESULT_OUTPUT],
    },
    "spoken": {
        "resultName": "SpokenWords",
        "version": "1.0.0",
        "image": "spoken",
        "inputs": [TEXT_INPUT],
        "outputs": [RESULT_OUTPUT],
    },
    "face-index": {
        "resultName": "faceIndex",
        "version": "1.0.0",
        "image": "faces",
        "inputs": [TEXT_INPUT],
        "outputs": [RESULT_OUTPUT],
    },
    "image-embedding": {
        "resultName": "imageEmbedding",
        "version": "1.0.0",
        "image": "embedding",
        "inputs": [TEXT_INPUT],
        "outputs": [RESULT_OUTPUT, {"name": "vectors", "file": "embeddings.npy", "media": "ImageEmbeddings"}],
    },
    "looks": {
        "resultName": "looks",
        "version": "1.0.0",
        "image": "looks",
        "inputs": [TEXT_INPUT],
        "outputs": [RESULT_OUTPUT, {"name": "looks", "file": "looks.npy", "media": "Looks"}],
        "vectors": {
            "medium": "Looks",
            "of": "Image",
            "list": "$.Frames[*]",
            "row": "$.Row",
            "time": {"at": "$.Time"},
            "floor": 0.5,
        },
    },
    "echo": {
        "resultName": "echoes",
        "version": "1.0.0",
        "image": "echo",
        "inputs": [{"name": "words", "result": "words"}],
        "outputs": [RESULT_OUTPUT, {"name": "vectors", "file": "echoes.npy", "media": "EchoVectors"}],
        "vectors": {"medium": "EchoVectors", "of": "Text", "row": "$.Row", "floor": 0.9},
        "index": {
            "list": "$.Lines[*]",
            "operator": "echo",
            "kind": "Speech",
            "time": {"at": "$.Time", "unit": "Seconds"},
            "fields": {"Name": "$.Line"},
        },
    },
    "generic-data-lookup": {
        "resultName": "genericDataLookup",
        "resultParameter": "as",
        "version": "1.0.0",
        "image": "lookup",
        "inputs": [{"name": "data", "file": {"parameter": "key"}}],
        "outputs": [RESULT_OUTPUT],
        "parameters": {
            "key": {"type": "string", "default": "", "description": "The file."},
            "as": {"type": "string", "default": "", "description": "The result's name."},
        },
    },
}
"""Name → spec."""
WORKFLOW: dict[str, Any] = {"stages": [{"name": "reading", "operators": [{"name": "words"}]}]}
WORKFLOWS: dict[str, dict[str, Any]] = {
    "reading": WORKFLOW,
    "asking": {"stages": [{"name": "review", "operators": [{"name": "wait"}]}]},
    "rhyming": {
        "stages": [
            {"name": "reading", "operators": [{"name": "words"}]},
            {"name": "review", "operators": [{"name": "wait"}]},
            {"name": "rhyming", "operators": [{"name": "rhymes"}]},
        ]
    },
    "echoing": {
        "stages": [
            {"name": "reading", "operators": [{"name": "words"}]},
            {"name": "echoing", "operators": [{"name": "echo"}]},
        ]
    },
    "face-index": {"stages": [{"name": "faces", "operators": [{"name": "face-index"}]}]},
    "image-embedding": {"stages": [{"name": "embed", "operators": [{"name": "image-embedding"}]}]},
    "looking": {"stages": [{"name": "looks", "operators": [{"name": "looks"}]}]},
    "import": {"stages": [{"name": "import", "operators": [{"name": "generic-data-lookup"}]}]},
}
"""Name → spec."""
JPEGS = {0: b"\xff\xd8\xff first", 1000: b"\xff\xd8\xff second"}
"""Time in ms → what is stored as the frame of that time."""


def frames_zip(frames: Mapping[int, bytes] = JPEGS, compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive of frames as ``proxy`` writes it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        listed = [{"name": f"{time:09}.jpg", "timestamp": time, "reason": "interval"} for time in frames]
        archive.writestr("index.json", json.dumps({"version": 1, "frames": listed}))
        for time, jpeg in frames.items():
            archive.writestr(f"{time:09}.jpg", jpeg)
    return content.getvalue()


FILES: dict[str, bytes] = {
    "frames.zip": frames_zip(),
    "hls.m3u8": b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhls-240.m3u8\n",
    "hls-240.m3u8": b'#EXTM3U\n#EXT-X-MAP:URI="hls-240.mp4",BYTERANGE="4@0"\n#EXTINF:2,\nhls-240.mp4\n#EXT-X-ENDLIST\n',
    "hls-240.mp4": b"head and segments",
    "vectors.npy": sentences.text_vectors(),
    "waveform.dat": struct.pack("<iIiiIi8b", 2, 1, 16000, 320, 4, 1, -1, 1, -100, 90, -3, 127, -128, 0),
}
"""What ``words`` writes beside its result."""


def written_by(operator: str) -> dict[str, bytes]:
    """Return file → content of an operator; one that takes in a result writes what it reads, which is not here."""
    if operator == "words":
        return {**FILES, "result.json": json.dumps(RESULT).encode()}
    if operator == "looks":
        return {"looks.npy": sentences.npy([(1, 0), (0, 1), (1, 0)]), "result.json": json.dumps(LOOKS).encode()}
    if operator == "image-embedding":
        return {"embeddings.npy": sentences.npy([(1, 0), (0, 1)]), "result.json": json.dumps(EMBEDDED).encode()}
    if operator == "echo":
        return {"echoes.npy": sentences.npy([(1, 0), (0, 1)]), "result.json": json.dumps(ECHOES).encode()}
    return {"result.json": json.dumps(FACES).encode()} if operator == "face-index" else {}

"""Small text halves: networks that are written by hand, as no library here makes one."""

import json
from pathlib import Path
from typing import Any

TEXT = {"file": "text.onnx", "tokenizer": "tokenizer.json", "length": 8, "floor": 0.1}
MANIFEST: dict[str, Any] = {"name": "toy", "task": "image-embedding", "file": "image.onnx", "text": TEXT}
_INT64, _FLOAT = 7, 1


def fill(folder: Path, *words: str, image_half: bytes = b"image half") -> Path:
    """Fill a folder under one manifest: its text half gives the numbers of the words."""
    (folder / "a.json").write_text(json.dumps(MANIFEST | {"dimension": 8}))
    vocabulary = {"type": "WordLevel", "vocab": {each: at for at, each in enumerate(words)}, "unk_token": words[0]}
    written = {"version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "Whitespace"}, "model": vocabulary}
    (folder / "tokenizer.json").write_text(json.dumps(written))
    (folder / "text.onnx").write_bytes(small_text_half(8))
    (folder / "image.onnx").write_bytes(image_half)
    return folder


def small_text_half(length: int) -> bytes:
    """Return an ONNX file whose vector of a text is the numbers of its tokens.

    Fields are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
    """
    to_float = _part(1, b"to") + _number(3, _FLOAT) + _number(20, 2)
    node = _part(1, b"input_ids") + _part(2, b"vector") + _part(4, b"Cast") + _part(5, to_float)
    given, made = _tensor(b"input_ids", _INT64, length), _tensor(b"vector", _FLOAT, length)
    graph = _part(1, node) + _part(2, b"text half") + _part(11, given) + _part(12, made)
    return _number(1, 8) + _part(7, graph) + _part(8, _number(2, 17))


def _tensor(name: bytes, kind: int, length: int) -> bytes:
    shape = b"".join(_part(1, _number(1, each)) for each in (1, length))
    return _part(1, name) + _part(2, _part(1, _number(1, kind) + _part(2, shape)))


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _part(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + _varint(number >> 7)

"""Bodies of S3's answers as XML, by the names of its REST API."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def document(name: str, content: dict[str, Any]) -> bytes:
    """Return an element with members; a list repeats its member, a dictionary nests."""
    inner = "".join(_element(key, value) for key, value in content.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{_NAMESPACE}">{inner}</{name}>'.encode()


def error(code: str, message: str) -> bytes:
    """Return an error, which is the one answer without a namespace."""
    return f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>".encode()


def contents(key: str, path: Path) -> dict[str, Any]:
    """Return an object as listings show it."""
    stat = path.stat()
    modified = datetime.fromtimestamp(stat.st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "Key": key,
        "LastModified": modified,
        "ETag": etag(path),
        "Size": stat.st_size,
        "StorageClass": "STANDARD",
    }


def etag(path: Path) -> str:
    """Return what changes when the content changes, quoted."""
    stat = path.stat()
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, each) for each in value)
    if isinstance(value, dict):
        return f"<{name}>{''.join(_element(key, each) for key, each in value.items())}</{name}>"
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    return f"<{name}>{escape(text)}</{name}>"

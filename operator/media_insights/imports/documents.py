"""Documents of a file: its JSON objects, one after the other, unwrapped."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from media_insights.errors import InvalidImport

GZIP = b"\x1f\x8b"
UNWANTED = frozenset({"ResponseMetadata"})
"""What an SDK adds about its HTTP answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of an archive."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One JSON object."""

    file: str
    content: dict[str, Any]
    named: str = ""
    """The result's name, where what it was wrapped in says it."""


def documents_of(file: File) -> Iterator[Document]:
    """Yield the objects of a file: one, a list of them, or several one after the other (JSON Lines among them).

    Raises InvalidImport when it is no JSON, or something else than objects.
    """
    if file.content.startswith(GZIP):
        raise InvalidImport(f"{file.name} is packed: unpack it (tar -xzf, or gunzip) and name the files in it")
    for value in _values(file):
        for item in value if isinstance(value, list) else [value]:
            yield from _unwrapped(_object(item, file.name))


def _object(item: Any, file: str, named: str = "") -> Document:
    if not isinstance(item, dict):
        raise InvalidImport(f"{file} holds {_kind(item)}: a result is a JSON object, or a list of pages")
    content = {name: value for name, value in item.items() if name not in UNWANTED}
    return Document(file=file, content=content, named=named)


_NOT_SPACE = re.compile(r"\S")


def _values(file: File) -> Iterator[Any]:
    try:
        text = file.content.decode("utf-8-sig").strip()
        decoder = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
        if not text:
            raise InvalidImport(f"{file.name} is empty")
        place: int | None = 0
        while place is not None:
            value, end = decoder.raw_decode(text, place)
            yield value
            further = _NOT_SPACE.search(text, end)
            place = further.start() if further else None
    except (ValueError, RecursionError) as error:
        raise InvalidImport(f"{file.name} is not JSON: {error}") from error


def _unwrapped(document: Document) -> Iterator[Document]:
    """Take results out of answers of MIE's data plane and of Comprehend's batch calls, and of what MIE kept of them."""
    content = document.content
    if {"asset_id", "operator", "results"} <= content.keys():
        inner = content["results"]
        for each in inner if isinstance(inner, list) else [inner]:
            yield from _unwrapped(_object(each, document.file, str(content["operator"])))
    elif isinstance(content.get("ResultList"), list):
        yield from (_object(each, document.file) for each in content["ResultList"])
    elif "LanguageCode" in content and _are_texts(content.get("Results")) and len(content) <= _WRAPPED:
        for text in content["Results"]:
            own = {"LanguageCode": content["LanguageCode"]}
            for inner in documents_of(File(name=f"{document.file}: Results", content=text.encode())):
                yield Document(file=document.file, content=inner.content | own)
    else:
        yield document


_WRAPPED = 2
"""Members of what MIE's Comprehend operators store: LanguageCode and Results. Our own results have more."""


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


# As in the operator SDK's `documents`, which is another distribution: this package must not need it.
def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"it holds {constant}, which JSON has no word for")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:40]} is too large a number")
    return number


def _kind(value: Any) -> str:
    names = {list: "a list in a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")

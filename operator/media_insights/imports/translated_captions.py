"""MIE's TranslateWebCaptions says which languages there are; the captions lie in ``WebCaptions_<language>``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from media_insights.errors import InvalidImport
from media_insights.imports.documents import Document
from media_insights.imports.shaping import Content
from media_insights.results.caption_names import CAPTIONS, name_in

TRANSLATED = "TranslateWebCaptions"
COLLECTION = "CaptionsCollection"


def joined(families: Mapping[str, list[Document]]) -> dict[str, list[Document]]:
    """Return the documents with the captions of each language put into the list of languages.

    Raises InvalidImport, naming the files that are missing, or that hold no captions. Where there is no list of
    languages, the document stays as it is: its shape is checked later.
    """
    lists = families.get(f"={TRANSLATED}", [])
    return {**families, **({f"={TRANSLATED}": [_whole(each, families) for each in lists]} if lists else {})}


def is_collection(content: Content) -> bool:
    """Return whether a document is such a list, or our own result."""
    return isinstance(content.get(COLLECTION), list)


def _whole(document: Document, families: Mapping[str, list[Document]]) -> Document:
    if not is_collection(document.content):
        return document
    entries = [_entry(each, document, families) for each in document.content[COLLECTION]]
    return replace(document, content={"SourceLanguageCode": "und", **document.content, COLLECTION: entries})


def _entry(entry: Any, document: Document, families: Mapping[str, list[Document]]) -> Any:
    if not isinstance(entry, dict) or CAPTIONS in entry:
        return entry
    language = str(entry.get("TargetLanguageCode", ""))
    found = families.get(f"={name_in(language)}")
    if not found:
        raise InvalidImport(
            f"{document.file} only says that there are captions in {language or 'some language'}: "
            f"name {name_in(language)}.json, in which they are, in the same call"
        )
    pages = [each.content.get(CAPTIONS) for each in found]
    if not all(isinstance(page, list) for page in pages):
        raise InvalidImport(f"{found[0].file} holds no list {CAPTIONS}, which {document.file} says are in {language}")
    return {"Conformance": [], **entry, CAPTIONS: [line for page in pages for line in page or ()]}

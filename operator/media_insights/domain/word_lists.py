"""Word lists: vocabularies, terminologies and filters that a namespace keeps under names, with all their versions.

A parameter that names a file takes one as ``list:terminologies/brand``, or an older version of it as
``list:terminologies/brand@3``. What a list holds is the file itself, so that every operator that reads files of terms
reads lists. They lie among the collections::

    …/collections/terminologies/brand/current            the newest version
    …/collections/terminologies/brand/versions/000003    every version, this one too
    …/collections/terminologies/brand~last               of one that was deleted: the number of its last version
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from media_insights.domain import layout
from media_insights.domain.names import is_collection_name
from media_insights.errors import InvalidObject

ListKind = Literal["vocabularies", "terminologies", "filters"]
KINDS: tuple[ListKind, ...] = get_args(ListKind)
"""Terms that are likely to be said; terms with their translations, as CSV; words that are masked or silenced."""
SCHEME = "list:"
MAX_BYTES = 2**20
"""Bytes of one version."""
_CURRENT = "current"
_WRITTEN = re.compile(r"list:([a-z]+)/([^@/]+)(?:@([1-9]\d{0,5}))?")


@dataclass(frozen=True, slots=True)
class ListName:
    """A list, and which version of it; None means the newest."""

    kind: str
    name: str
    version: int | None = None

    def key(self, namespace: str) -> str:
        """Return where the content is."""
        prefix = prefix_of(namespace, self.kind, self.name)
        return f"{prefix}{_CURRENT}" if self.version is None else f"{prefix}versions/{self.version:06d}"

    def __str__(self) -> str:
        """Write it as a parameter does."""
        return f"{SCHEME}{self.kind}/{self.name}" + (f"@{self.version}" if self.version else "")


def prefix_of(namespace: str, kind: str, name: str) -> str:
    """Return the prefix of a list with all its versions, with the final slash."""
    return layout.collection_prefix(namespace, kind, name)


def last_number_key(namespace: str, kind: str, name: str) -> str:
    """Return where the number of a deleted list's last version is, beside its folder: ``~`` is in no list's name."""
    return f"{layout.collections_prefix(namespace, kind)}{name}~last"


def parse_name(value: str) -> ListName | None:
    """Return the list that a parameter's value names; None when it names a file.

    Raises InvalidObject for one that begins like a list and is none.
    """
    if not value.startswith(SCHEME):
        return None
    found = _WRITTEN.fullmatch(value)
    if not found or found[1] not in KINDS or not is_collection_name(found[2]):
        raise InvalidObject(
            f"{value[:80]!r} names no list: write list:KIND/NAME or list:KIND/NAME@VERSION; KIND is {', '.join(KINDS)}"
        )
    return ListName(found[1], found[2], int(found[3]) if found[3] else None)


def is_list_key(key: str) -> bool:
    """Tell whether a key is that of a list: such an object is never looked for beside a manifest."""
    parts = key.split("/")
    return key.startswith(layout.PRIVATE) and len(parts) > 4 and parts[2] == "collections" and parts[3] in KINDS


def require_content(kind: str, content: bytes) -> None:
    """Raise InvalidObject, saying what would be right, for content that no list of this kind can have."""
    if len(content) > MAX_BYTES:
        raise InvalidObject(f"it has {len(content):,} bytes; a list has at most {MAX_BYTES:,}")
    try:
        lines = [line for line in content.decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise InvalidObject(f"it is not text in UTF-8 (byte {error.start})") from error
    if not lines:
        raise InvalidObject("it is empty: write one term a line")
    if kind == "terminologies" and not ("," in lines[0] and len(lines) > 1):
        raise InvalidObject("it is no terminology: a CSV file whose first row names languages (en,es), then terms")
    spaced = [line for line in lines if kind == "filters" and len(line.split()) > 1]
    if spaced:
        raise InvalidObject(f"{spaced[0].strip()[:60]!r} has several words: a filter has single words, one a line")

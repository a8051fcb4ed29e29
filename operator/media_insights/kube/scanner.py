"""Scanner: finds the objects in the text of a list or a watch event while it arrives, and keeps none that is large."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from media_insights.kube.bounds import Bounds, is_deeper

_FLAT = rb'[^\[\]{}"]++|"(?:[^"\\]++|\\.)*+"'
_SMALL = rb"[\[{](?:%b|[\[{](?:%b|[\[{](?:%b)*+[\]}])*+[\]}])*+[\]}]" % (_FLAT, _FLAT, _FLAT)
_STEP = re.compile(rb"(?:%b)*+([\[\]{}])" % _FLAT, re.DOTALL)
"""Text up to and with the next bracket outside of strings; no match while it has not all arrived."""
_STRIDE = re.compile(rb"(?:%b|%b)*+" % (_FLAT, _SMALL), re.DOTALL)
"""Text with whole lists and maps of up to three levels in it, as far as it has arrived: for what no head keeps."""
_LEVELS = 3
_KEY = re.compile(rb'(?<!\\)"([^"\\]*)"\s*:\s*[\[{]\Z')
_LISTS_IN_HEAD = (b"finalizers", b"ownerReferences")
_LONGEST_LIST = 16 * 1024
_LONGEST_FRAME = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """One object of the text."""

    text: bytes
    """Empty when it is beyond the bounds."""
    head: bytes
    """Its JSON with lists and maps emptied, but for metadata, finalizers and owners."""
    problem: str = ""
    """The sentence about the bound that it is beyond."""


@dataclass(slots=True)
class Scanner:
    """Splits text into objects: those of a list's ``items``, or the ``object`` of a watch event."""

    bounds: Bounds
    parents: bytes
    """The brackets that are open where an object begins: ``{[`` in a list, ``{`` in an event."""
    frame: bytearray = field(default_factory=bytearray)
    """JSON of the text around the objects."""
    _rest: bytes = b""
    _open: bytes = b""
    _object: "_Object | None" = None

    def feed(self, chunk: bytes) -> Iterator[Scanned]:
        """Yield the objects that end in this chunk. ValueError when the text around them is no list's or event's."""
        self._rest += chunk
        at = 0
        while True:
            at += self._pass_over(at)
            step = _STEP.match(self._rest, at)
            if step is None:
                break
            found = self._step(step[0], step[1])
            at = step.end()
            if found:
                yield found
        self._rest = self._rest[at:]

    def _pass_over(self, at: int) -> int:
        """Return how many bytes need no look, since the head leaves them out."""
        if self._object is None or not self._object.is_passing_over:
            return 0
        stride = _STRIDE.match(self._rest, at)
        return self._object.pass_over(stride[0], self.bounds) if stride else 0

    def _step(self, segment: bytes, bracket: bytes) -> Scanned | None:
        if self._object is not None:
            return self._continue(self._object, segment, bracket)
        if bracket == b"{" and self._begins(segment):
            self._object = _Object()
            self._object.add(b"{", b"{", self.bounds)
            self._frame(b"" if self.parents == b"{[" else segment + b"}")
        elif bracket in b"[{":
            self._frame(segment)
            self._open += bracket
        else:
            self._frame(bracket if self._open == self.parents == b"{[" else segment)
            self._open = self._open[:-1]
        return None

    def _begins(self, segment: bytes) -> bool:
        return self._open == self.parents and (self.parents == b"{[" or key_of(segment) == b"object")

    def _continue(self, found: "_Object", segment: bytes, bracket: bytes) -> Scanned | None:
        if not found.add(segment, bracket, self.bounds):
            return None
        self._object = None
        problem = self.bounds.broken_by(found.size, found.depth_within(self.bounds))
        return Scanned(text=b"" if problem else bytes(found.text), head=bytes(found.head), problem=problem)

    def _frame(self, text: bytes) -> None:
        self.frame += text
        if len(self.frame) > _LONGEST_FRAME:
            raise ValueError("the text around the objects does not end: this is no list and no event")


@dataclass(slots=True)
class _Object:
    text: bytearray = field(default_factory=bytearray)
    head: bytearray = field(default_factory=bytearray)
    size: int = 0
    deepest: int = 0
    _depth: int = 0
    _skipped_at: int = 0
    """Depth of the list or map whose content the head leaves out now; 0: none."""
    _list_at: int = 0
    """Where in the head the list begins that is being copied."""

    @property
    def is_passing_over(self) -> bool:
        """Whether the head leaves out what comes next."""
        return self._skipped_at > 0

    def pass_over(self, text: bytes, bounds: Bounds) -> int:
        """Add text whose lists and maps all end in it; return its length."""
        self._add_text(text, bounds)
        return len(text)

    def depth_within(self, bounds: Bounds) -> int:
        """Return the depth; what was passed over is looked at when it may be too deep."""
        if bounds.depth - _LEVELS < self.deepest <= bounds.depth and is_deeper(bytes(self.text), bounds.depth):
            return bounds.depth + 1
        return self.deepest

    def add(self, segment: bytes, bracket: bytes, bounds: Bounds) -> bool:
        """Add text up to the next bracket; return whether the object ends with it."""
        opens = bracket in b"[{"
        self._depth += opens
        self.deepest = max(self.deepest, self._depth)
        self._add_text(segment, bounds)
        self._add_to_head(segment, bracket, opens=opens)
        self._depth -= not opens
        return self._depth == 0

    def _add_text(self, text: bytes, bounds: Bounds) -> None:
        self.size += len(text)
        if self.size <= bounds.bytes and self.deepest <= bounds.depth:
            self.text += text
        else:
            self.text.clear()

    def _add_to_head(self, segment: bytes, bracket: bytes, *, opens: bool) -> None:
        if self._skipped_at:
            if not opens and self._depth == self._skipped_at:
                self._skipped_at = 0
            return
        if opens and not self._stays(segment):
            self.head += segment[:-1] + (b"{}" if bracket == b"{" else b"[]")
            self._skipped_at = self._depth
            return
        if opens and self._depth == 3:
            self._list_at = len(self.head) + len(segment) - 1
        self.head += segment
        if self._depth >= 3 and len(self.head) - self._list_at > _LONGEST_LIST:
            self.head[self._list_at :] = b"[]"
            self._skipped_at = 3 if opens or self._depth > 3 else 0

    def _stays(self, segment: bytes) -> bool:
        """Whether the head keeps the content of a list or map that begins here."""
        if self._depth == 2:
            return key_of(segment) == b"metadata"
        if self._depth == 3:
            return key_of(segment) in _LISTS_IN_HEAD
        return self._depth in (1, 4)


def key_of(segment: bytes) -> bytes:
    """Return the key of the list or map that begins at the segment's end."""
    found = _KEY.search(segment[-64:])
    return found[1] if found else b""

"""Bounds of objects: how large and how deeply nested one may be to be parsed; what lies beyond is kept as a stub.

Whoever may write an object chooses its size and shape up to what the API server stores (1.5 MB, any depth), and parsing
multiplies both: a list of empty lists takes twenty times its text. So bytes are counted and brackets are matched first.
"""

import json
import re
from dataclasses import dataclass

from media_insights.api.v1alpha1.labels import LEGAL_HOLD
from media_insights.api.v1alpha1.meta import Manifest

BYTES = 256 * 1024
"""Most bytes of one object of a tenant, as the API server sends it."""
DEPTH = 64
"""Deepest nesting of lists and maps in an object; a MediaOperator's schemas have a dozen."""
BEYOND_BOUNDS = "beyondBounds"
"""Key of a stub, beside its metadata: a sentence that says what was beyond which bound."""

_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_INNERMOST = re.compile(rb"\[\]|\{\}")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The most that is parsed of one object."""

    bytes: int = BYTES
    depth: int = DEPTH

    def broken_by(self, size: int, depth: int) -> str:
        """Return the sentence about an object that is beyond them; nothing for one that is not."""
        if size > self.bytes:
            return f"the object has more than {self.bytes} bytes, the most that is read: make it smaller"
        if depth > self.depth:
            return (
                f"the object is nested more than {self.depth} levels deep, which is the most that is read: flatten it"
            )
        return ""


def is_deeper(text: bytes, most: int) -> bool:
    """Return whether JSON text is nested deeper than ``most`` levels; each pass removes the innermost one."""
    rest = _STRINGS.sub(b"", text).translate(None, _NO_BRACKETS)
    for _ in range(most):
        if not rest:
            return False
        rest = _INNERMOST.sub(b"", rest)
    return bool(rest)


def stub_of(head: bytes, sentence: str) -> Manifest:
    """Return what is kept of an object that is not read: what it is, and why it is not.

    ``head``: JSON of it with every list and map emptied, but for its metadata, finalizers and owners.
    """
    known: Manifest = json.loads(head)
    return {
        "apiVersion": known.get("apiVersion", ""),
        "kind": known.get("kind", ""),
        "metadata": {name: value for name, value in known["metadata"].items() if value not in ({}, [])},
        BEYOND_BOUNDS: sentence,
    }


def without_content(manifest: Manifest, sentence: str) -> Manifest:
    """Return the stub of an object that was read and is not kept; whether it may be deleted is still known."""
    meta = manifest["metadata"]
    kept = {name: value for name, value in meta.items() if name not in ("annotations", "labels", "managedFields")}
    if (hold := (meta.get("annotations") or {}).get(LEGAL_HOLD)) is not None:
        kept["annotations"] = {LEGAL_HOLD: hold}
    head = {"apiVersion": manifest.get("apiVersion", ""), "kind": manifest.get("kind", "")}
    return head | {"metadata": kept, BEYOND_BOUNDS: sentence}


def beyond_bounds(manifest: Manifest) -> str:
    """Return the sentence of a stub; nothing for an object that was read."""
    return str(manifest.get(BEYOND_BOUNDS, ""))

"""Names under which documents of an archive become results."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from media_insights.domain import layout
from media_insights.domain.wording import probable
from media_insights.errors import InvalidImport
from media_insights.imports.documents import Document
from media_insights.results.caption_names import language_in
from media_insights.results.catalogue import RESULTS

LOOKUP, LABELS = "genericDataLookup", "labelDetection"
OF_LABELS = frozenset({LOOKUP, LABELS})
"""Results whose labels have the shape of label detection."""
POLLY = "PollyWebCaptions"
"""MIE's list of spoken captions: it has no shape here, and is kept as it is."""

MIE_NAMES: Mapping[str, str] = {
    "TranscribeAudio": "TranscribeVideo",
    "MediainfoImage": "Mediainfo",
    "GenericDataLookup": LOOKUP,
}
"""MIE's names of results that are called otherwise here; all others are the same."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
"""As the parameter ``as`` of generic-data-lookup has it."""
_ALIKE = 0.85
"""From this likeness on a name that no result has is taken for a slip."""


def check_wanted(name: str) -> None:
    """Check the name that a user gives results. Raises InvalidImport for what can be no name, or is a slip of one."""
    if not name or name in RESULTS:
        return
    if _NAME.fullmatch(name) is None or name == PurePosixPath(layout.PLAN_FILE).stem:
        raise InvalidImport(f"--as {name}: a result is named by a letter, then letters, digits, - and _; 63 at most")
    meant = probable(name, RESULTS, likeness=_ALIKE)
    if meant:
        raise InvalidImport(f"--as {name}: there is no result of that name; did you mean {meant}?")


def named(document: Document) -> str:
    """Return what a document says that it is: in what it was wrapped in, or by a file name that is MIE's own."""
    if document.named:
        return MIE_NAMES.get(document.named, document.named)
    stem = PurePosixPath(document.file.replace("\\", "/")).name.partition(".")[0]
    return MIE_NAMES.get(stem, stem) if stem in (*MIE_NAMES, POLLY) or language_in(stem) else ""


def is_as_it_stands(name: str, document: Document, wanted: str) -> bool:
    """Return whether a document is taken for what it is named, whatever it looks like.

    So are lookups, so that their labels take nobody else's place, results of operators that are not known here, and
    MIE's list of spoken captions.
    """
    own = name not in RESULTS and not language_in(name) and _NAME.fullmatch(name) is not None
    return name in (LOOKUP, POLLY) or (own and name in (wanted, document.named))

"""Pages of labels that belong together: what one service answered, in one file or in several."""

from collections.abc import Sequence

from media_insights.imports import naming
from media_insights.imports.documents import Document
from media_insights.results.pages import TOKEN

Places = list[int]
"""Where documents stand among all."""


def pages_of_labels(documents: Sequence[Document]) -> list[Places]:
    """Return the documents that hold labels, those together whose units and name are one decision.

    Those of a file and a name are together. Files whose pages all name a next one are continued by the only one that
    names none; where several could continue them, each file stays by itself.
    """
    names: dict[str, dict[str, Places]] = {}
    for at, each in enumerate(documents):
        if isinstance(each.content.get("Labels"), list):
            names.setdefault(naming.named(each), {}).setdefault(each.file, []).append(at)
    return [pages for files in names.values() for pages in _with_continuations(documents, list(files.values()))]


def _with_continuations(documents: Sequence[Document], files: list[Places]) -> list[Places]:
    begun = [pages for pages in files if all(documents[at].content.get(TOKEN) for at in pages)]
    ends = [pages for pages in files if not any(documents[at].content.get(TOKEN) for at in pages)]
    if not begun or len(ends) != 1:
        return files
    apart = [pages for pages in files if pages not in begun and pages not in ends]
    return [*apart, sorted(at for pages in (*begun, *ends) for at in pages)]

"""Answers about what people correct: edits of results, and people who are seen."""

from media_insights.client.answers import AnsweredBox, ApiAnswer


class EditAnchor(ApiAnswer):
    """What an edit is about, by content: a moment's title as its operator wrote it, and its milliseconds."""

    title: str
    start: int | None = None
    end: int | None = None
    box: AnsweredBox | None = None
    throughout: bool = False
    """Every moment of that title from start to end."""


class AnsweredEdit(ApiAnswer):
    """What somebody changed of a result, and what became of it."""

    id: str
    at: str
    by: str
    operation: str
    result: str = ""
    anchor: EditAnchor | None = None
    field: str = ""
    originals: tuple[str, ...] = ()
    value: str = ""
    note: str = ""
    undoes: str = ""
    """The edit that this one takes back."""
    state: str
    """Applied, Orphaned – it fits nothing in the newest results – or Undone."""
    reason: str = ""


class AnsweredEdits(ApiAnswer):
    """All edits of an asset, oldest first."""

    items: tuple[AnsweredEdit, ...]
    version: int = 0


class PersonsAsset(ApiAnswer):
    """The asset that somebody is seen in."""

    id: str
    namespace: str
    name: str
    title: str = ""


class AnsweredPerson(ApiAnswer):
    """Somebody who is seen in an asset."""

    asset: PersonsAsset
    result: str
    operator: str
    name: str = ""
    identity: str = ""
    """Tells those without a name apart, within the result."""
    moments: int
    start: int | None = None
    end: int | None = None
    confidence: float | None = None
    """Percent."""
    anchor: EditAnchor | None = None
    """What an edit that names them is about; None where nobody can be named."""

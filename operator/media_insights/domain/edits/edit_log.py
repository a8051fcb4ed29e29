"""Log of edits of one asset: entries are only ever added, and taking one back is an entry, too."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from media_insights.api.v1alpha1.meta import Shape
from media_insights.errors import WrongState

FORMAT: Literal["mediainsights.dev/edits/v1"] = "mediainsights.dev/edits/v1"
"""Value of ``format``: a reader of another format refuses the file."""
MOST_ENTRIES = 5000
"""Entries of one log; each is bounded, too, so that a log stays a small object."""
LONGEST_VALUE = 4096
MOST_ORIGINALS = 64

LONGEST_NOTE = 512

Operation = Literal["text", "speaker", "name", "rename", "merge", "hide", "confirm", "reject"]
"""What an edit does:

``text`` gives one moment another title; ``speaker`` says who speaks in one moment; ``name`` says who or what it is that
the operator tells apart from others without knowing its name, in every moment of it; ``rename`` gives a value of a
field another name wherever it stands, ``merge`` gives several values one name; ``hide`` leaves moments out, ``reject``
leaves them out as wrong, ``confirm`` marks them as right.
"""


class EditBox(Shape):
    """A rectangle in the image, as fractions of its width and height."""

    left: float
    top: float
    width: float = Field(gt=0)
    height: float = Field(gt=0)


class Anchor(Shape):
    """What an edit is about, by content: it finds the same again in the result of a later run."""

    title: str = Field(max_length=LONGEST_VALUE, description="The moment's title as its operator wrote it.")
    start: int | None = Field(
        default=None, ge=0, le=2**40, description="Milliseconds; absent: every moment of that title."
    )
    end: int | None = Field(default=None, ge=0, le=2**40, description="Milliseconds; absent for a point in time.")
    box: EditBox | None = Field(default=None, description="Tells apart what has one title at one time.")
    throughout: bool = Field(default=False, description="Every moment of that title that begins from start to end.")


class Edit(Shape):
    """One entry of the log: an edit, or that an earlier entry is taken back."""

    id: str = Field(min_length=1, max_length=63)
    at: str = Field(max_length=40, description="When, RFC 3339, UTC.")
    by: str = Field(max_length=256, description="Who.")
    operation: Operation | Literal["undo"]
    result: str = Field(default="", max_length=63, description="The result that it is about.")
    anchor: Anchor | None = None
    field: str = Field(default="", max_length=63, description="The field that is renamed; empty: the title.")
    originals: tuple[str, ...] = Field(default=(), max_length=MOST_ORIGINALS, description="Values that get a new one.")
    value: str = Field(default="", max_length=LONGEST_VALUE, description="The new text, speaker or name.")
    note: str = Field(default="", max_length=LONGEST_NOTE, description="Why, in the words of who did it.")
    undoes: str = Field(default="", max_length=63, description="The entry that is taken back.")


class StoredEdits(Shape):
    """A log as its file holds it."""

    format: Literal["mediainsights.dev/edits/v1"] = FORMAT
    entries: tuple[Edit, ...] = Field(default=(), max_length=MOST_ENTRIES)


@dataclass(frozen=True, slots=True)
class EditLog:
    """All entries, oldest first."""

    entries: tuple[Edit, ...] = ()

    @property
    def version(self) -> int:
        """How many entries there are: since none is ever removed, equal versions are equal logs."""
        return len(self.entries)

    @property
    def undone(self) -> frozenset[str]:
        """The ids of entries that are taken back; one whose undoing is taken back counts again."""
        found: set[str] = set()
        for each in reversed(self.entries):
            if each.operation == "undo" and each.id not in found:
                found.add(each.undoes)
        return frozenset(found)

    @property
    def active(self) -> tuple[Edit, ...]:
        """The edits that count, oldest first."""
        undone = self.undone
        return tuple(each for each in self.entries if each.operation != "undo" and each.id not in undone)

    def of(self, result: str) -> tuple[Edit, ...]:
        """Return the edits of a result that count."""
        return tuple(each for each in self.active if each.result == result)

    def entry(self, id_: str) -> Edit | None:
        """Return an entry by its id, None when there is none."""
        return next((each for each in self.entries if each.id == id_), None)

    def with_entry(self, entry: Edit) -> "EditLog":
        """Return the log with one more entry; itself when that very one is in it. Raises WrongState when it is full.

        Also raises WrongState for an entry that takes back what is not there, or is taken back already.
        """
        known = self.entry(entry.id)
        if known is not None and _without_time(known) == _without_time(entry):
            return self
        if known is not None:
            raise WrongState(f"there is another entry {entry.id} already")
        if len(self.entries) >= MOST_ENTRIES:
            raise WrongState(f"an asset has at most {MOST_ENTRIES} edits and undone edits, and this one has them")
        if entry.operation == "undo" and (self.entry(entry.undoes) is None or entry.undoes in self.undone):
            raise WrongState(f"there is no edit {entry.undoes} that could be taken back: it is none, or is taken back")
        return EditLog((*self.entries, entry))

    def results(self) -> Iterable[str]:
        """Return the names of the results that are edited."""
        return sorted({each.result for each in self.active})


def _without_time(entry: Edit) -> Edit:
    """Return an entry without the time: what is the same in a request that is sent again."""
    return entry.model_copy(update={"at": ""})

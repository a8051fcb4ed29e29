"""A result with edits applied: a copy in the very same shape, so that every reader of the result reads it, too."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.anchors import Finder
from media_insights.domain.edits.carried_words import Correction, EditedText
from media_insights.domain.edits.corrections import Corrections
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.edits.transcript_edits import carry_over, sentences_in
from media_insights.results.moments import NAME, Moment, moments_of
from media_insights.results.pages import joined
from media_insights.results.paths import ValuePlace, parse_path

REVIEW = "Review"
"""The member that says whether people confirmed an item or made it outdated, and the field of its moment."""
CONFIRMED = "Confirmed"
OUTDATED = "Outdated"
"""What the member says of an item that was made of words that people corrected since."""
CALLED = "Called"
"""The member that an item gets of which somebody said who or what it is."""
SPEAKER = "Speaker"
"""The field of an index that says who speaks."""


@dataclass(frozen=True, slots=True)
class EditedResult:
    """A result after its edits."""

    result: Any
    fitting: frozenset[str]
    """Ids of the edits that found what they are about; the others are orphaned."""
    moments: tuple[Moment, ...]
    """The moments of the result as its operator wrote it."""
    titles: tuple[str, ...]
    """The title of each of these moments after the edits."""
    hidden: frozenset[int] = frozenset()
    """Which of these moments, by their number, are left out."""


def edited(result: Any, index: Index, edits: Iterable[Edit], corrections: Iterable[Correction] = ()) -> EditedResult:
    """Return a stored result with edits applied, in their order. Raises InvalidPath for an index that has none.

    ``corrections`` of what its operator read are carried over to what is not edited itself.
    """
    rows = _Rows.of(result, index)
    before = sentences_in(rows.result)
    fitting = frozenset(each.id for each in edits if rows.apply(each))
    rows.carry(Corrections.of(corrections))
    titles = tuple(rows.title(number) for number in range(len(rows.moments)))
    carry_over(rows.result, before, [rows.item(number) for number in rows.hidden])
    rows.remove_hidden()
    return EditedResult(rows.result, fitting, tuple(rows.moments), titles, frozenset(rows.hidden))


def retitled(found: EditedResult, index: Index) -> list[Moment]:
    """Return the moments whose title people changed, as they were and as they are, and those that they left out.

    ``index`` is the one that the edits were applied with.
    """
    left, changed = moments_of(found.result, index), list[Moment]()
    for number, before in enumerate(found.moments):
        after = None if number in found.hidden else next(left)
        if after is None or after.title != before.title:
            changed += [before] if after is None else [before, after]
    return changed


def corrections_in(found: EditedResult) -> list[Correction]:
    """Return how the titles of a result's moments were changed."""
    titles = ("" if number in found.hidden else title for number, title in enumerate(found.titles))
    return [
        Correction(EditedText(before.title), EditedText(title), before.start, before.end)
        for before, title in zip(found.moments, titles, strict=True)
        if title != before.title
    ]


def anchor_in(found: EditedResult, wanted: Anchor) -> Anchor | None:
    """Return the anchor of what somebody means who saw the edited result, or the stored one; None when it is not there.

    The anchor holds what the operator wrote, so that it fits also when the edits before it are taken back.
    """
    shown = [replace(each, title=title) for each, title in zip(found.moments, found.titles, strict=True)]
    numbers = Finder.over(shown).find(wanted) or Finder.over(found.moments).find(wanted)
    if not numbers:
        return None
    moment = found.moments[numbers[0]]
    if wanted.start is None or wanted.throughout:
        return wanted.model_copy(update={"title": moment.title})
    return wanted.model_copy(update={"title": moment.title, "start": moment.start, "end": moment.end})


def as_edited(index: Index) -> Index:
    """Return an index that also reads what edits add to an item: who somebody said that it is, and that it is right."""
    fields, title = {**index.fields, REVIEW: REVIEW}, title_field(index)
    if title in fields:
        fields[title] = f"{CALLED} | {fields[title]}"
    return index.model_copy(update={"fields": fields})


def title_field(index: Index) -> str:
    """Return the name of the field that names a moment."""
    return index.title or NAME


@dataclass(slots=True)
class _Rows:
    """The items of a result that are its moments, and where they stand."""

    result: Any
    index: Index
    places: list[ValuePlace]
    moments: list[Moment]
    finder: Finder
    hidden: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    """What people said something about, by its number."""
    _by_value: dict[str, dict[str, dict[tuple[int, Any], ValuePlace]]] = field(default_factory=dict)
    """Name of a field → value → where it stands, by the holder's identity: a rename visits only what it renames."""

    @classmethod
    def of(cls, result: Any, index: Index) -> "_Rows":
        copy = deepcopy(joined(result))
        moments = list(moments_of(copy, index))
        return cls(copy, index, parse_path(index.list).places(copy), moments, Finder.over(moments))

    def item(self, number: int) -> Any:
        holder, key = self.places[number]
        return holder[key]

    def title(self, number: int) -> str:
        path = self.index.fields.get(title_field(self.index), "")
        values = parse_path(path).values(self.item(number)) if path else []
        return ", ".join(map(str, values))

    def apply(self, edit: Edit) -> bool:
        """Apply an edit; return whether it found what it is about."""
        match edit.operation:
            case "rename" | "merge":
                return self._rename(edit.field or title_field(self.index), edit)
            case "text":
                return self._each(edit.anchor, lambda number: self._set(number, title_field(self.index), edit.value))
            case "speaker":
                return self._each(edit.anchor, lambda number: self._set(number, SPEAKER, edit.value))
            case "name":
                return self._each(edit.anchor, lambda number: self._name(number, edit.value))
            case "confirm":
                return self._each(edit.anchor, self._confirm)
            case _:
                return self._each(edit.anchor, self._hide)

    def carry(self, corrections: Corrections) -> None:
        """Carry corrections over to the moments about which nobody said anything."""
        for number in range(len(self.moments)) if corrections else ():
            item = self.item(number)
            if number in self.touched or number in self.hidden or not isinstance(item, dict):
                continue
            places = self._texts(item)
            found = corrections.applied(self.moments[number], [holder[key] for holder, key in places])
            for (holder, key), text in zip(places, found.texts, strict=True):
                self._put(holder, key, text)
            if found.is_gone:
                self.hidden.add(number)
            elif found.is_outdated:
                item[REVIEW] = OUTDATED

    def _texts(self, item: Any) -> list[ValuePlace]:
        """Return where the texts of an item are that are found by their words."""
        paths = [path for name, path in self.index.fields.items() if self.index.types.get(name, "Text") == "Text"]
        places = {(id(holder), key): (holder, key) for path in paths for holder, key in parse_path(path).places(item)}
        return [(holder, key) for holder, key in places.values() if isinstance(holder[key], str)]

    def remove_hidden(self) -> None:
        for number in sorted(self.hidden, reverse=True):  # from the end, so that the places before stay what they are
            holder, key = self.places[number]
            del holder[key]

    def _each(self, anchor: Anchor | None, change: Callable[[int], bool]) -> bool:
        found = self.finder.find(anchor) if anchor else []
        self.touched.update(found)
        changed = [change(number) for number in found]
        return bool(changed) and all(changed)

    def _rename(self, name: str, edit: Edit) -> bool:
        values = self._values(name)
        named = [place for each in dict.fromkeys(edit.originals) for place in list(values.get(each, {}).values())]
        for holder, key in named:
            self._put(holder, key, edit.value)
        return bool(named)

    def _values(self, name: str) -> dict[str, dict[tuple[int, Any], ValuePlace]]:
        if name not in self._by_value:
            found: dict[str, dict[tuple[int, Any], ValuePlace]] = {}
            self._by_value[name] = found
            path = self.index.fields.get(name, "")
            for number in range(len(self.places)) if path else ():
                for holder, key in parse_path(path).places(self.item(number)):
                    found.setdefault(str(holder[key]), {})[id(holder), key] = (holder, key)
        return self._by_value[name]

    def _put(self, holder: Any, key: Any, value: str) -> None:
        """Write a value, and remember where it stands now."""
        old, holder[key] = str(holder[key]), value
        for values in self._by_value.values():
            place = values.get(old, {}).pop((id(holder), key), None)
            if place is not None:
                values.setdefault(value, {})[id(holder), key] = place

    def _set(self, number: int, name: str, value: str) -> bool:
        path, item = self.index.fields.get(name, ""), self.item(number)
        places = parse_path(path).places(item) if path else []
        for holder, key in places[:1]:
            self._put(holder, key, value)
        if places or not path or not isinstance(item, dict) or len(parse_path(path).alternatives[0]) != 1:
            return bool(places)
        new = parse_path(path).alternatives[0][0]
        item[new] = value
        for other, values in self._by_value.items():
            if self.index.fields.get(other) == path:
                values.setdefault(value, {})[id(item), new] = (item, new)
        return True

    def _name(self, number: int, value: str) -> bool:
        """Name all that the operator takes for the same thing: what agrees in the fields that make one moment."""
        wanted = self._identity(number)
        alike = [each for each in range(len(self.moments)) if self._identity(each) == wanted] if wanted else [number]
        items = [found for each in alike if isinstance(found := self.item(each), dict)]
        for item in items:
            item[CALLED] = value
        self._by_value.clear()
        return bool(items)

    def _identity(self, number: int) -> list[Any]:
        names = self.index.stretch.by if self.index.stretch else ()
        return [self.moments[number].fields.get(name) for name in names]

    def _confirm(self, number: int) -> bool:
        item = self.item(number)
        if isinstance(item, dict):
            item[REVIEW] = CONFIRMED
        return isinstance(item, Mapping)

    def _hide(self, number: int) -> bool:
        self.hidden.add(number)
        return True

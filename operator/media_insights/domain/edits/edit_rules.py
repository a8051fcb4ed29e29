"""What an edit must have: a rule returns the place in the request and a sentence, or nothing when it is kept."""

from collections.abc import Callable, Iterator

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import Edit
from media_insights.domain.edits.editing import SPEAKER, title_field
from media_insights.results.paths import parse_path

EditProblem = tuple[str, str]
"""JSON pointer to the field that is wrong, and what would be right."""
EditRule = Callable[[Edit, Index], EditProblem | None]


def problems_of_edit(edit: Edit, index: Index) -> Iterator[EditProblem]:
    """Yield what is wrong with an edit of a result that has an index."""
    yield from (found for rule in RULES if (found := rule(edit, index)))


def _names_a_moment(edit: Edit, _: Index) -> EditProblem | None:
    if edit.anchor is None and edit.operation not in ("rename", "merge"):
        return "/anchor", f"{edit.operation} is about a moment: say its title and its start"
    return None


def _says_the_new_value(edit: Edit, _: Index) -> EditProblem | None:
    if not edit.value.strip() and edit.operation in ("text", "speaker", "name", "rename", "merge"):
        return "/value", f"{edit.operation} needs the new value; hide leaves a moment out"
    return None


def _says_the_old_values(edit: Edit, _: Index) -> EditProblem | None:
    if edit.operation == "rename" and len(edit.originals) != 1:
        return "/originals", "rename is about one value: name it; merge is about several"
    if edit.operation == "merge" and len(set(edit.originals)) < 2:
        return "/originals", "merge is about at least two values: name them"
    return None


def _field_is_known(edit: Edit, index: Index) -> EditProblem | None:
    if edit.operation not in ("rename", "merge") or (edit.field or title_field(index)) in index.fields:
        return None
    return "/field", f"the moments have no field {edit.field or title_field(index)}, but: {', '.join(index.fields)}"


def _title_is_one_value(edit: Edit, index: Index) -> EditProblem | None:
    path = index.fields.get(title_field(index), "")
    if edit.operation == "text" and (not path or parse_path(path).is_many):
        return "/operation", "the title of these moments is not one text that could be replaced"
    return None


def _has_a_name(edit: Edit, index: Index) -> EditProblem | None:
    if edit.operation == "name" and title_field(index) not in index.fields:
        return "/operation", "these moments have no names"
    return None


def _span_is_known(edit: Edit, _: Index) -> EditProblem | None:
    if edit.anchor is not None and edit.anchor.throughout and edit.anchor.start is None:
        return "/anchor/start", "throughout is about a span of time: say its start and its end"
    return None


def _somebody_speaks(edit: Edit, index: Index) -> EditProblem | None:
    if edit.operation == "speaker" and SPEAKER not in index.fields:
        return "/operation", "nobody speaks in these moments: speaker is for transcripts"
    return None


RULES: tuple[EditRule, ...] = (
    _names_a_moment,
    _says_the_new_value,
    _says_the_old_values,
    _field_is_known,
    _title_is_one_value,
    _has_a_name,
    _span_is_known,
    _somebody_speaks,
)

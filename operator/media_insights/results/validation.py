"""Validation of a result against the schema of its name, with errors as sentences."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match

from media_insights.results.schemas import schema_of, strict


def problem_of(name: str, result: Any, *, strictly: bool = False) -> str:
    """Return the problem of a result and its path, ``""`` when nothing is.

    With ``strictly``, members that the shape does not know are wrong too. Raises KeyError for an unknown name.
    """
    error = best_match(_validator(name, strictly=strictly).iter_errors(result))
    if error is None:
        return ""
    if error.validator == "anyOf" and not error.absolute_path and error.context:
        error = best_match(iter(_likeliest(error.context))) or error
    place = ".".join(map(str, error.absolute_path))
    return f"{place}: {error.message}" if place else error.message


def _likeliest(errors: Sequence[ValidationError]) -> list[ValidationError]:
    """Return the errors of the alternative that was probably meant: a video's or an image's, whichever has fewer."""
    branches: defaultdict[object, list[ValidationError]] = defaultdict(list)
    for error in errors:
        branches[error.schema_path[0]].append(error)
    return min(branches.values(), key=lambda each: (len(each), -max(len(error.absolute_path) for error in each)))


@lru_cache(maxsize=128)
def _validator(name: str, *, strictly: bool) -> Draft202012Validator:
    schema = schema_of(name)
    return Draft202012Validator(strict(schema) if strictly else schema)

"""What is wrong with a manifest, in words: names of Media Insights Engine are answered with what they are here."""

from collections.abc import Sequence

from pydantic_core import ErrorDetails

from media_insights.catalogue.engine_operators import ours_for
from media_insights.domain.names import label_of
from media_insights.domain.wording import shown

_OPERATORS = "operators"
_NAMES = ("name", "alias")


def sentence_of(problems: Sequence[ErrorDetails]) -> str:
    """Return all problems, each with its field; what only follows from another one is left out."""
    return "; ".join(sentences_of(problems))


def sentences_of(problems: Sequence[ErrorDetails]) -> list[str]:
    """Return a sentence for each problem that is one by itself."""
    return [_sentence(each) for each in problems if not _follows(each, problems)]


def _follows(problem: ErrorDetails, problems: Sequence[ErrorDetails]) -> bool:
    """A list is too short when its only item is wrong."""
    loc = problem["loc"]
    inside = any(each["loc"][: len(loc)] == loc and len(each["loc"]) > len(loc) for each in problems)
    return problem["type"] == "too_short" and inside


def _sentence(problem: ErrorDetails) -> str:
    place = ".".join(map(str, problem["loc"]))
    given = problem["input"]
    if problem["type"] == "string_pattern_mismatch" and problem["loc"][-1] in _NAMES and isinstance(given, str):
        return f"{place} is {shown(given)}: {_named(problem, given)}"
    if problem["type"] == "extra_forbidden":
        return f"{place}: there is no such field here; kubectl explain, or docs/operators.md, says which there are"
    return f"{place}: {problem['msg']}"


def _named(problem: ErrorDetails, given: str) -> str:
    of_operator = problem["loc"][-1] == "name" and len(problem["loc"]) > 2 and problem["loc"][-3] == _OPERATORS
    right = ours_for(given) if of_operator else label_of(given)
    rule = "a name is made of a to z, digits and dashes"
    if not right:
        return f"{rule}, and begins and ends with no dash"
    return f"{rule}; this operator is {right} here" if of_operator else f"{rule}: write {right}"

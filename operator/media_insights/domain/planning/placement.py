"""Placement of outputs in the object store: a unique key per output of a workflow's entries."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.operator_files import RESULT_NAME, OperatorOutput
from media_insights.domain import layout
from media_insights.domain.planning.entries import Entry
from media_insights.domain.planning.problems import Problem

Keys = Mapping[tuple[str, str], str]
"""(label, output name) → key."""


def keys_of(entries: Sequence[Entry], folder: str) -> Keys:
    """Return the key of every output in an execution's folder.

    Skipped or not, so that switching one off never moves another's files. Results lie at ``<OperatorName>.json``. Other
    files lie beside them under their own names; those of an aliased entry, and those whose name an entry before has
    taken, lie in a folder of the entry's label.
    """
    keys = {
        (entry.label, output.name): layout.result_key(folder, entry.result_name, _suffix(output))
        for entry, output in _pairs(entries)
        if output.result
    }
    taken = {f"{folder}{layout.PLAN_FILE}", *keys.values()}
    for entry, output in _pairs(entries):
        if not output.result:
            key = layout.medium_key(folder, output.file, entry.label if entry.aliased else "")
            if key in taken:
                key = layout.medium_key(folder, output.file, entry.label)
            taken.add(key)
            keys[(entry.label, output.name)] = key
    return keys


def repeated_results(entries: Sequence[Entry]) -> list[Problem]:
    """Return a problem for each entry whose result would lie where another's lies."""
    owners: dict[str, str] = {}
    problems = []
    for entry in (entry for entry in entries if entry.spec.result_output):
        owner = owners.setdefault(entry.result_name, entry.label)
        if owner != entry.label:
            message = f"{owner} and {entry.label} both store the result {entry.result_name}; give one an alias"
            problems.append(Problem(path=entry.path, message=message, reason=reasons.DUPLICATE_RESULT))
    return problems


def unfit_names(entries: Sequence[Entry]) -> list[Problem]:
    """Return a problem for each entry whose result cannot be stored under its name: a file of the run has it, or none.

    Names of operators and aliases are checked where they are written; what a parameter says is a user's.
    """
    return [
        Problem(
            path=entry.path,
            message=f"{entry.label} would store its result as {entry.result_name!r}: a result's name is a letter and "
            f"up to 62 letters, digits, - and _, and not {_RESERVED}, as the run's own plan is called",
            reason=reasons.INVALID_RESULT_NAME,
        )
        for entry in entries
        if entry.spec.result_output
        and (entry.result_name == _RESERVED or (entry.named and not _NAME.fullmatch(entry.named)))
    ]


_RESERVED = PurePosixPath(layout.PLAN_FILE).stem
_NAME = re.compile(RESULT_NAME)


def _pairs(entries: Sequence[Entry]) -> list[tuple[Entry, OperatorOutput]]:
    return [(entry, output) for entry in entries for output in entry.spec.outputs]


def _suffix(output: OperatorOutput) -> str:
    return PurePosixPath(output.file).suffix or ".json"

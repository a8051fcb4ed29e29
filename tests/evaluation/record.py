"""What was measured last: `measured.yaml`. It changes only where a figure moved by more than two processors differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import yaml

from tests.evaluation.figures import Figure
from tests.evaluation.floors import Floor, Floors

MEASURED = Path(__file__).with_name("measured.yaml")
HEADER = "# Written by `make evaluate`: what was measured last. How good is good enough stands in floors.yaml.\n"

Record = tuple[Figure, ...]


def parse_record(text: str) -> Record:
    """Read measured.yaml."""
    return tuple(Figure(**each) for each in yaml.safe_load(text) or ())


def text_of(record: Record) -> str:
    """Return the content of measured.yaml."""
    rows = [asdict(each) | {"value": round(each.value, each.digits)} for each in record]
    return HEADER + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=120)


def updated(old: Sequence[Figure], new: Iterable[Figure], evaluated: Iterable[str], floors: Floors) -> Record:
    """Return the record with the evaluated operators' figures in place of their old ones, by operator.

    An old value stays where the new one lies within the floor's margin of it, on as many samples.
    """
    again = set(evaluated)
    before = {(each.operator, each.measure): each for each in old}
    fresh = [_steady(each, before, floors) for each in new]
    kept = [each for each in old if each.operator not in again]
    return tuple(sorted([*kept, *fresh], key=lambda each: each.operator))


def _steady(figure: Figure, before: Mapping[tuple[str, str], Figure], floors: Floors) -> Figure:
    old = before.get((figure.operator, figure.measure))
    margin = floors.get(figure.operator, {}).get(figure.measure, Floor(least=0)).margin
    if old and old.samples == figure.samples and abs(old.value - figure.value) <= margin + 10**-figure.digits / 2:
        return old
    return figure

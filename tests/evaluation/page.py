"""`docs/quality.md`: the record beside its floors. Pure, so that the page follows from two files of the repository."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.evaluation.figures import Figure
from tests.evaluation.floors import Floors
from tests.evaluation.record import Record

PAGE = Path(__file__).parents[2] / "docs/quality.md"
HEAD = """\
<!-- Written by `make evaluate` from tests/evaluation/measured.yaml and floors.yaml. -->
# Quality

What each operator gets right on a small labelled set: media from packages or made, truth by eye or by construction
(`tests/evaluation/truth`). The sets are small, and each figure says how small: they guard against getting worse and
give an honest first idea; a benchmark they are not. Most media are clean, and yours may be harder. `make evaluate`
measures again, in about six minutes on two cores, and fails when a figure leaves its bound
(`tests/evaluation/floors.yaml`). What operators cost: [performance](performance.md).

Not every operator is here. `summary` is as good as the language model that you bring, so that no figure of ours would
hold for it: **how true, complete or well written its summaries are was not measured with any model.** What is right or
wrong about it whatever the model says (answers that are no JSON, in another shape or cut off; a server that errs or
never ends; orders in a transcript, which are sent as text to be summed up) is tested against a server that answers as
told; whether a model obeys such orders was not measured either. `generic-data-lookup`, `notify`, `wait` and
`word-distribution` estimate nothing: tests say all, they are right or wrong. Pictures of `hls` were compared by
computing (PSNR), not by eye, and that a player changes between sizes was not observed.
"""


def page_of(record: Record, floors: Floors) -> str:
    """Return the page."""
    sections = ["\n".join(_section(name, list(rows), floors)) for name, rows in groupby(record, lambda it: it.operator)]
    return "\n".join([HEAD, *sections])


def _section(operator: str, figures: list[Figure], floors: Floors) -> Iterator[str]:
    yield f"## [{operator}](../operators-images/{operator}/README.md)\n"
    yield "| measure | figure | of | bound |"
    yield "|---|---|---|---|"
    for each in figures:
        floor = floors.get(operator, {}).get(each.measure)
        yield f"| {each.measure} | {each.text} | {each.samples} | {floor.text if floor else '–'} |"
    yield ""

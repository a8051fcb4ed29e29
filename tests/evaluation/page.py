"""`docs/quality.md`: the record beside its floors. Pure, so that the page follows from two files of the repository."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.evaluation.figures import Figure
from tests.evaluation.floors import Floors
from tests.evaluation.record import Record

PAGE = Path(__file__).parents[2] / "docs/quality.md"
PAGES = {"search": "search.md"}
"""What is no operator → its page."""
HEAD = """\
<!-- Written by `make evaluate` from tests/evaluation/measured.yaml and floors.yaml. -->
# Quality

This page shows how well each operator does on a small labelled set. The media come from packages or are generated; the
truth was judged by eye or is known by construction (`tests/evaluation/truth`). The sets are small, and each row says
how small: they guard against regressions and give a first impression, but are not a benchmark. Most media are clean,
and yours may be harder. `make evaluate` measures again, in about six minutes on two cores, and fails when a figure
leaves its bound (`tests/evaluation/floors.yaml`). [Performance](performance.md) shows what operators cost.

Some operators are not listed. `summary` is as good as the language model that you choose, so no figure of ours would
hold for it: **how true, complete or well written its summaries are was not measured with any model.** What does not
depend on the model (answers that are not JSON, have another shape or are cut off; a server that fails or never ends;
instructions in a transcript, which are sent as text to be summarized) is tested against a server with prepared answers;
whether a model obeys such instructions was not measured either. `generic-data-lookup`, `notify`, `wait` and
`word-distribution` estimate nothing: their tests show whether they are right. Frames of `hls` were compared
by PSNR, not by eye, and no player was observed to change between sizes.
"""


def page_of(record: Record, floors: Floors) -> str:
    """Return the page."""
    sections = ["\n".join(_section(name, list(rows), floors)) for name, rows in groupby(record, lambda it: it.operator)]
    return "\n".join([HEAD, *sections])


def _section(operator: str, figures: list[Figure], floors: Floors) -> Iterator[str]:
    page = PAGES.get(operator, f"../operators-images/{operator}/README.md")
    yield f"## [{operator}]({page})\n"
    yield "| measure | figure | of | bound |"
    yield "|---|---|---|---|"
    for each in figures:
        floor = floors.get(operator, {}).get(each.measure)
        yield f"| {each.measure} | {each.text} | {each.samples} | {floor.text if floor else '–'} |"
    yield ""

"""docs/reliability.md lists the faults that are tried."""

from pathlib import Path

from tests.faults.table import rows

PAGE = Path(__file__).parents[2] / "docs/reliability.md"


def test_the_page_has_a_row_for_each_fault_and_no_other() -> None:
    _, first, *_ = PAGE.read_text("utf-8").split("| fault | afterwards |\n|---|---|\n")
    found = first.split("\n\n")[0].splitlines()

    assert found == rows(), "write the rows of tests.faults.table.rows() into docs/reliability.md"

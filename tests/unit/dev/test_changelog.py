"""Joining fragments into a version's section."""

from datetime import date
from pathlib import Path

import pytest

from dev.tools.changelog import fragments_in, items_of, join

DAY = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("One sentence.\n", ["One sentence."]),
        ("A sentence over\ntwo lines.\n", ["A sentence over two lines."]),
        ("One.\n\nTwo.\n", ["One.", "Two."]),
        ("- One.\n- Two\n  in two lines.\n", ["One.", "Two in two lines."]),
        ("", []),
    ],
)
def test_a_fragment_is_a_list_or_paragraphs(text: str, items: list[str]) -> None:
    assert list(items_of(text)) == items


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "changelog.d"
    folder.mkdir()
    (folder / "README.md").write_text("how to write one")
    (folder / "0002-b.md").write_text("Second.\n")
    (folder / "0001-a.md").write_text("- First.\n")
    return tmp_path


def test_fragments_become_a_section_in_the_order_of_their_names_and_are_gone(root: Path) -> None:
    assert join(root, "0.1.0", DAY) == 2
    assert (root / "CHANGELOG.md").read_text().endswith("\n\n## 0.1.0 – 2026-12-24\n\n- First.\n- Second.\n")
    assert fragments_in(root) == []
    assert (root / "changelog.d/README.md").is_file()


def test_the_newest_version_stands_first_and_none_twice(root: Path) -> None:
    join(root, "0.1.0", DAY)
    (root / "changelog.d/0003-c.md").write_text("Third.\n")
    join(root, "0.2.0", DAY)
    text = (root / "CHANGELOG.md").read_text()
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 0.2.0 – 2026-12-24",
        "## 0.1.0 – 2026-12-24",
    ]
    with pytest.raises(ValueError, match=r"already has a section 0\.1\.0"):
        join(root, "0.1.0", DAY)
    assert (root / "CHANGELOG.md").read_text() == text

"""Pages come with everything that they link to; what leads nowhere is said by its page."""

from pathlib import Path

import pytest

from dev.site.gathering import DeadLink, gather, page_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a few pages."""
    folder = tmp_path / "root"
    for name, text in {
        "README.md": "[a](docs/a.md#here) [code](src) [list](notes) <https://example.org> [x](https://example.org)",
        "docs/a.md": "[file](../src/x.py) `[no](link)`\n```\n[nor](this)\n```\n",
        "src/README.md": "# Code\n",
        "src/x.py": "x = 1\n",
        "notes/0001-one.md": "# The first\n",
        "docs/dead.md": "[b](b.md)",
        "docs/outside.md": "[b](../../secret.md)",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (tmp_path / "secret.md").write_text("of somebody else", "utf-8")
    return folder


def test_pages_bring_what_they_link_to(root: Path, tmp_path: Path) -> None:
    found = gather(root, ["README.md"], tmp_path / "site")
    assert found == ["README.md", "docs/a.md", "notes/0001-one.md", "notes/README.md", "src/README.md"]
    assert (tmp_path / "site/src/x.py").read_text("utf-8") == "x = 1\n"
    assert (tmp_path / "site/notes/README.md").read_text("utf-8") == "# Notes\n\n- [The first](0001-one.md)\n"


def test_a_link_to_a_folder_leads_to_its_page(root: Path) -> None:
    text, _ = page_of(root, "README.md")
    assert "[a](docs/a.md#here) [code](src/README.md) [list](notes/README.md)" in text


def test_what_is_code_links_to_nothing(root: Path) -> None:
    text, linked = page_of(root, "docs/a.md")
    assert linked == ["src/x.py"]
    assert "`[no](link)`" in text


@pytest.mark.parametrize("page", ["docs/dead.md", "docs/outside.md"])
def test_a_link_that_leads_nowhere_fails_with_its_page(root: Path, page: str) -> None:
    with pytest.raises(DeadLink, match=page):
        page_of(root, page)

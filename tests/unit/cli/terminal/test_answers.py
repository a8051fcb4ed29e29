"""What commands write to stdout: for a terminal it is shown, for a file it is the very document."""

import pytest

from media_insights.cli.terminal.answers import tell, write_document
from tests.unit.hostile_names import HOSTILE, is_harmless


@pytest.mark.parametrize("name", HOSTILE)
def test_a_line_is_one_entry(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    tell(f"removed {name}")
    said = capsys.readouterr().out
    assert is_harmless(said)
    assert all(line.startswith("  ") for line in said.splitlines()[1:])


@pytest.mark.parametrize(("place", "written"), [("file", "a\x1b[2Jb"), ("terminal", "a\\x1b[2Jb")])
def test_a_document_is_shown_on_a_terminal_and_written_to_a_file(
    place: str, written: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: place == "terminal")
    write_document(["a\x1b", "[2Jb"])
    assert capsys.readouterr().out == written

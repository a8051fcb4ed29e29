"""Whatever a name holds, a terminal shows it and obeys nothing of it."""

import json

import pytest
import yaml
from rich.table import Table
from rich.text import Text

from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.failures import say
from media_insights.cli.terminal.formats import Format, text_of
from tests.unit.hostile_names import HOSTILE, is_harmless


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_in_cells_texts_and_lines(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = Table()
    table.add_column(name)
    table.add_row(name, Text(name, "bold"))
    for what in (name, Text(name), table):
        stdout(200).print(what)
    say(name)
    said = capsys.readouterr()
    assert is_harmless(said.out)
    assert is_harmless(said.err)
    assert "mp4" in said.out


def test_markup_and_emoji_codes_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    stdout(80).print("[/b] [red]x[/red] :smile:")
    assert capsys.readouterr().out == "[/b] [red]x[/red] :smile:\n"


@pytest.mark.parametrize("name", HOSTILE)
def test_documents_hold_the_very_name_and_nothing_that_steers(name: str) -> None:
    for format_, read in ((Format.JSON, json.loads), (Format.YAML, yaml.safe_load)):
        text = text_of({"file": name}, format_)
        assert is_harmless(text)
        assert read(text) == {"file": name}


def test_documents_in_other_scripts_stay_readable() -> None:
    assert "映画\u3000一" in text_of({"title": "映画\u3000一"}, Format.JSON)
    assert "映画" in text_of({"title": "映画"}, Format.YAML)

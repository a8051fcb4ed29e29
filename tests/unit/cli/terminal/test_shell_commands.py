"""A printed command means the very words in a shell, and shows all that is in them."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_insights.cli.terminal.shell_commands import shell_command
from tests.unit.hostile_names import HOSTILE, is_harmless

INJECTIONS = (
    "; rm -rf ~",
    "$(touch x)",
    "`id`",
    "it's",
    "a\\'b\x1b",
    "\n echo forged",
    "-i",
    "a b",
    "",
    "映画.mp4",
    "*",
    "~",
    "a!b",
)

CHARACTERS = st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"])
"""What an argument of a command can hold."""


def words_of(line: str) -> list[str]:
    """Return the words that bash makes of a line."""
    shown = subprocess.run(["bash", "-c", f"printf '%s\\0' {line}"], check=True, capture_output=True).stdout
    return shown.decode("utf-8", "surrogateescape").split("\0")[:-1]


@pytest.mark.parametrize("name", [*INJECTIONS, *(each.replace("\x00", "") for each in HOSTILE)])
def test_a_shell_reads_the_words_and_a_terminal_shows_them(name: str) -> None:
    line = shell_command(["ffmpeg", "-i", name, f"{name}-1.mp4"])
    assert is_harmless(line)
    assert "\n" not in line
    assert words_of(line) == ["ffmpeg", "-i", name, f"{name}-1.mp4"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(CHARACTERS), min_size=1, max_size=3))
def test_any_words_come_back(words: list[str]) -> None:
    assert words_of(shell_command(words)) == words


def test_bytes_that_are_no_text_come_back() -> None:
    assert words_of(shell_command(["caf\udce9.mp4"])) == ["caf\udce9.mp4"]

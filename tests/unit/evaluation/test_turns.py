from pathlib import Path

from tests.evaluation.turns import turns_of


def test_turns_have_a_start_an_end_and_a_speaker_and_other_lines_are_none(tmp_path: Path) -> None:
    marked = tmp_path / "call.rttm"
    marked.write_text(
        "SPKR-INFO call 1 <NA> <NA> <NA> unknown anna <NA> <NA>\n"
        "SPEAKER call 1 6.5 0.5 <NA> <NA> anna <NA> <NA>\n"
        "SPEAKER call 1 7.0 1.25 <NA> <NA> bob <NA> <NA>\n"
    )
    assert turns_of(marked) == [(6.5, 7.0, "anna"), (7.0, 8.25, "bob")]

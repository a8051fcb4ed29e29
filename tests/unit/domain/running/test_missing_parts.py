"""What Python and its libraries say of a missing part, and the sentence that comes of it."""

from dataclasses import replace

import pytest

from media_insights.domain.running import sentences
from media_insights.domain.running.endings import Ending, cause_of
from media_insights.domain.running.missing_parts import missing_in, plain
from tests.unit.builders import CATALOGUE, operator, plan

NLTK = (
    "defect of the operator: LookupError: ********************************************************************** "
    "Resource \x1b[93mpunkt_tab\x1b[0m not found. Please use the NLTK Downloader to obtain the resource: "
    "\x1b[31m>>> import nltk >>> nltk.download('punkt_tab') \x1b[0m For more information see: https://www.nltk.org/data"
)
TRACEBACK = """Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    import nltk.tokenize
ModuleNotFoundError: No module named 'nltk'
"""


@pytest.mark.parametrize(
    ("said", "begins", "tells"),
    [
        (TRACEBACK, "the Python module nltk is not in the operator's environment", "uv lock"),
        (f"defect of the operator: {TRACEBACK.splitlines()[-1]}", "the Python module nltk is not", "pyproject.toml"),
        (NLTK, "the data punkt_tab is missing: put it into the operator's folder", "value: /app/nltk_data"),
        (
            "defect of the operator: FileNotFoundError: [Errno 2] No such file or directory: 'words.txt'",
            "the file words.txt is missing",
            "/app",
        ),
    ],
)
def test_what_is_missing_is_named_with_the_place_where_it_belongs(said: str, begins: str, tells: str) -> None:
    sentence = missing_in(plain(said))
    assert sentence.startswith(begins)
    assert tells in sentence
    assert "\x1b" not in sentence


def test_what_is_no_sign_of_something_missing_says_nothing() -> None:
    assert missing_in("defect of the operator: KeyError: 'Resource'") == ""


def test_colours_and_frames_are_left_out() -> None:
    assert plain("\x1b[1;31m=====\x1b[0m a -- b") == "  a -- b"


def test_only_a_defect_is_read_this_way_since_an_operator_s_own_sentence_is_meant_for_users() -> None:
    found = plan("one: proxy", operators=CATALOGUE | {"proxy": operator("proxy", "Video")})
    (step,) = found.steps
    ending = Ending(exit_code=1, said=TRACEBACK)
    for code, expected in ((1, "the Python module nltk is not"), (66, "ModuleNotFoundError: No module named 'nltk'")):
        given = replace(ending, exit_code=code)
        cause = cause_of(given)
        assert cause is not None
        assert sentences.why(cause, given, step, found).startswith(expected)


CAUGHT = "INFO optional accelerator off: ModuleNotFoundError: No module named 'cupy'\n"
HANDLED = f"""{TRACEBACK}
During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/main.py", line 5, in <module>
RuntimeError: neither nltk nor another splitter can be used
"""
NLTK_LOG = """Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
LookupError:
**********************************************************************
  Resource \x1b[93mpunkt_tab\x1b[0m not found.
  Please use the NLTK Downloader to obtain the resource:
"""


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (f"{CAUGHT}Traceback (most recent call last):\nRuntimeError: out of memory", "RuntimeError: out of memory"),
        (f"{CAUGHT}the model is too big", "the model is too big"),
        (HANDLED, "RuntimeError: neither nltk nor another splitter can be used"),
        (f"{TRACEBACK}ValueError: later", "ValueError: later"),
        ("the words cannot be read (FileNotFoundError: [Errno 2] No: 'w')", "the words cannot be read"),
        (
            "defect of the operator: KeyError: \"ModuleNotFoundError: No module named 'x'\"",
            "defect of the operator: Key",
        ),
        (f"ValueError: old\n{TRACEBACK}flushed later", "the Python module nltk is not"),
        ("loading\n" + TRACEBACK.splitlines()[-1], "the Python module nltk is not"),
        (NLTK_LOG, "the data punkt_tab is missing"),
        (NLTK, "the data punkt_tab is missing"),
        ("builtins.FileNotFoundError: [Errno 2] No such file: 'w.txt'", "the file w.txt is missing"),
    ],
)
def test_only_what_ended_an_operator_is_read(said: str, begins: str) -> None:
    found = plan("one: proxy", operators=CATALOGUE | {"proxy": operator("proxy", "Video")})
    (step,) = found.steps
    ending = Ending(exit_code=1, said=said)
    cause = cause_of(ending)
    assert cause is not None
    assert sentences.why(cause, ending, step, found).startswith(begins)

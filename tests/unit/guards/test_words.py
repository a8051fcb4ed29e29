"""Code and its sentences say video, image and audio, as users do; identifiers are terms, not figures of speech."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.guards.code import OURS, PACKAGE, assert_only, exceptions, files, name, tree

ALLOWED = "other-words.txt"
"""Identifiers from before the rule, wherever they stand."""
ALLOWED_TERMS = "other-terms.txt"
"""Identifiers that are other people's terms, each in one file."""
OTHER_WORDS = re.compile(r"film|picture|sound", re.IGNORECASE)
IN_SENTENCES = re.compile(r"\b(film|picture|sound)s?\b", re.IGNORECASE)
ALLOWED_SENTENCES: frozenset[str] = frozenset()
"""Sentences that mean something else by the word; each with a remark that says what."""
OTHER_TERMS = {
    "look",
    "looks",
    "looked",
    "learn",
    "learns",
    "learned",
    "news",
    "phase",
    "phases",
    "payload",
    "payloads",
}
"""Whole words of identifiers: say read, examine or check; find out; change; state or stage; and what the content is."""
_TERM = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def identifiers(path: Path) -> Iterator[str]:
    yield path.stem
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def terms_of(identifier: str) -> set[str]:
    """Return the words of an identifier, in lower case."""
    return {each.lower() for each in _TERM.findall(identifier)}


@pytest.mark.parametrize("identifier", ["look_at", "_payload", "ROWS_LOOKED_AT", "podPhase", "Phase", "HTTPPayload"])
def test_terms_are_found_in_every_spelling(identifier: str) -> None:
    assert terms_of(identifier) & OTHER_TERMS


def test_no_identifier_says_look_learn_news_phase_or_payload() -> None:
    found = {
        f"{name(path)} {each}" for path in files(*OURS) for each in identifiers(path) if terms_of(each) & OTHER_TERMS
    }
    assert_only(found, exceptions(ALLOWED_TERMS), "say what is done or what it is")


def test_no_new_identifier_says_film_picture_or_sound(update: bool) -> None:  # noqa: FBT001 - a fixture
    found = {each for path in files(*OURS) for each in identifiers(path) if OTHER_WORDS.search(each)}
    allowed = exceptions(ALLOWED)
    if update:
        remaining = sorted(found & allowed)
        Path(__file__).with_name(ALLOWED).write_text("".join(f"{each}\n" for each in remaining), "utf-8")
        allowed = set(remaining)
    assert_only(found, allowed, "say video, image or audio (pytest --update takes out what is gone)")


def sentences(path: Path) -> Iterator[str]:
    """Yield what a module may show to users: its strings with a space.

    Docstrings count in the package only, where they are help texts and descriptions of fields.
    """
    nodes = list(ast.walk(tree(path)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield from (node.value,) if PACKAGE in path.parents or id(node) not in docstrings else ()


def test_no_sentence_says_film_picture_or_sound() -> None:
    """Messages of errors, warnings in results, help texts and descriptions of fields alike."""
    said = {f"{name(path)}: {each}" for path in files(*OURS) for each in sentences(path) if IN_SENTENCES.search(each)}
    assert_only(said, set(ALLOWED_SENTENCES), "say video, image or audio")

"""One module makes the keys of the object store: no other code that is shipped writes one of their prefixes."""

import ast
import re

import pytest

from tests.unit.guards.code import OURS, assert_only, files, name, tree

LAYOUT = "operator/media_insights/domain/layout.py"
ANOTHER = "operators-images/_mie/MediaInsightsEngineLambdaHelper/outputs.py"
"""A default that MIE's own helper has, where nothing of ours lies."""
_PREFIX = re.compile(r"\b(private|public)/|\bpublic/upload\b")


def writes_a_prefix(code: ast.Module) -> bool:
    """Return whether a text of the code, docstrings included, has a prefix in it."""
    texts = (node.value for node in ast.walk(code) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and _PREFIX.search(text) for text in texts)


def test_only_the_layout_writes_prefixes_of_keys() -> None:
    found = {name(path) for path in files(*OURS) if writes_a_prefix(tree(path))}
    assert_only(found, {LAYOUT, ANOTHER}, "domain/layout.py makes every key; call its functions")


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('key = f"private/{namespace}/assets/{uid}/"', True),
        ('prefix = "public/upload/" + file', True),
        ('def f():\n    """Read what lies below public/upload."""', True),
        ('word = "private"', False),
        ('sentence = "a private one"', False),
    ],
)
def test_a_prefix_is_found_wherever_it_is_written(code: str, found: bool) -> None:  # noqa: FBT001
    assert writes_a_prefix(ast.parse(code)) is found

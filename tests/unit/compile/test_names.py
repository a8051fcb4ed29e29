"""Names and texts that Argo accepts."""

from media_insights.compile.names import unexpanded


def test_no_variable_is_left() -> None:
    assert unexpanded('{"a": "{{x}} {{{"}') == '{"a": "\\u007b\\u007bx}} \\u007b\\u007b{"}'

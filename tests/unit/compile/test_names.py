"""Names that Kubernetes accepts."""

import re

from hypothesis import given
from hypothesis import strategies as st

from media_insights.compile.names import label_value, unexpanded

object_names = st.from_regex(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?", fullmatch=True)


@given(object_names)
def test_every_object_s_name_has_a_label_value(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?", label_value(name))
    assert label_value(name) == name or len(name) > 63


def test_long_names_stay_apart() -> None:
    assert label_value("a" * 70) != label_value("a" * 71)


def test_no_variable_is_left() -> None:
    assert unexpanded('{"a": "{{x}} {{{"}') == '{"a": "\\u007b\\u007bx}} \\u007b\\u007b{"}'

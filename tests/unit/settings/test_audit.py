"""How much is recorded: the chart's words, whatever their case."""

import pytest

from media_insights.errors import InvalidSettings
from media_insights.ports.audit import AuditLevel
from media_insights.settings.audit import audit_of
from media_insights.settings.environment import Environment


@pytest.mark.parametrize(
    ("text", "level"),
    [("", AuditLevel.NONE), ("All", AuditLevel.ALL), ("writes", AuditLevel.WRITES), ("None", AuditLevel.NONE)],
)
def test_the_level_is_read(text: str, level: AuditLevel) -> None:
    found = audit_of(Environment({"MEDIA_INSIGHTS_AUDIT": text, "MEDIA_INSIGHTS_POD_NAME": "pod-1"}))
    assert (found.level, found.replica) == (level, "pod-1")


def test_another_word_is_named() -> None:
    with pytest.raises(InvalidSettings, match=r"MEDIA_INSIGHTS_AUDIT is 'Some', .*All, Writes, None"):
        audit_of(Environment({"MEDIA_INSIGHTS_AUDIT": "Some"}))

"""A call is recorded when it has ended: as it was said, or with the type of its error."""

import pytest

from media_insights.errors import AccessDenied
from media_insights.ports.audit import AuditRecord
from media_insights.storage.audited_call import recorded

RECORD = AuditRecord(event="store", via="account", verb="delete", answer=200)


def test_a_call_that_ends_well() -> None:
    records: list[AuditRecord] = []
    assert recorded(records.append, RECORD, lambda: 7) == 7
    assert records == [RECORD]


@pytest.mark.parametrize("error", [AccessDenied("no"), FileNotFoundError("the file that was to be sent")])
def test_a_call_that_is_refused_or_fails(error: Exception) -> None:
    def fail() -> None:
        raise error

    records: list[AuditRecord] = []
    with pytest.raises(type(error)):
        recorded(records.append, RECORD, fail)
    assert [(each.answer, each.error) for each in records] == [(0, type(error).__name__)]

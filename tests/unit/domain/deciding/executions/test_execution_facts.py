"""Facts are the object and what is known beside it."""

from tests.unit.controller.objects import execution, execution_facts


def test_the_status_is_the_one_last_written() -> None:
    assert execution_facts(execution("Started"), plan=None).status.state == "Started"

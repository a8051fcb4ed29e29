"""The smallest change from one status to another."""

import pytest

from media_insights.controller.status_patches import merge_patch, status_json
from tests.unit.controller.objects import execution
from tests.unit.hostile_names import HOSTILE, is_harmless


def test_only_what_differs_is_said() -> None:
    old = {"a": 1, "b": {"c": 1, "d": 2}, "e": [1]}
    assert merge_patch(old, old) == {}
    assert merge_patch(old, {"a": 1, "b": {"c": 3, "d": 2}}) == {"b": {"c": 3}, "e": None}


def test_nothing_known_and_known_to_be_nothing_are_two_things() -> None:
    unknown, nothing = execution(), execution(status={"demand": {}})
    assert "demand" not in status_json(unknown.status)
    assert status_json(nothing.status)["demand"] == {}
    assert merge_patch(status_json(unknown.status), status_json(nothing.status)) == {"demand": {}}


def test_empty_texts_and_lists_are_left_out_and_zeros_are_not() -> None:
    written = status_json(execution("Queued", status={"queue": {"position": 0, "reason": ""}, "message": ""}).status)
    assert written["queue"] == {"position": 0}
    assert not {"message", "stages", "conditions"} & set(written)


@pytest.mark.parametrize("name", HOSTILE)
def test_sentences_are_written_so_that_every_client_may_show_them(name: str) -> None:
    condition = {"type": "Succeeded", "status": "False", "reason": "Error", "message": name}
    status = {"message": name, "queue": {"position": 1, "reason": name}, "conditions": [condition], "planKey": "a/b"}
    written = status_json(execution("Queued", status=status).status)
    said = (written["message"], written["queue"]["reason"], written["conditions"][0]["message"])
    assert all(is_harmless(each) and "\n" not in each for each in said)

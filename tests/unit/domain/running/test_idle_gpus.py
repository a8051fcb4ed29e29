"""The word of an operator that its GPU stood idle."""

import pytest

from media_insights.domain.running import idle_gpus
from tests.unit import builders

PLAN = builders.plan("prepare: proxy")
STEP = PLAN.step("proxy")
KEY = idle_gpus.word_key(PLAN, STEP)


def test_it_lies_in_the_folder_of_its_run() -> None:
    assert KEY.startswith(PLAN.plan_key.removesuffix("plan.json"))
    assert "proxy" in KEY


@pytest.mark.parametrize(("stored", "read"), [({KEY: 4}, KEY), ({KEY: 5}, ""), ({KEY: 0}, ""), ({}, "")])
def test_only_what_is_as_long_as_the_word_is_read(stored: dict[str, int], read: str) -> None:
    assert idle_gpus.key_to_read(PLAN, STEP, stored) == read

"""The snapshot reads back as it was, and its hash knows what matters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.planning.plans_json import canonical, plan_hash, plan_of, plan_to_json
from tests.unit.builders import plan


@pytest.mark.parametrize("type_", ["Video", "Audio", "Image"])
@pytest.mark.parametrize("scheduling", ["DataFlow", "Staged"])
def test_a_plan_reads_back_equal(type_: str, scheduling: str) -> None:
    written = plan("a: proxy mediainfo!; b: transcribe labels; c: translate@spanish", type_, scheduling=scheduling)
    assert plan_of(json.loads(json.dumps(plan_to_json(written)))) == written


def test_a_file_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        plan_of({"format": "mediainsights.dev/plan/v9"})


def test_the_same_work_has_the_same_hash_in_every_execution() -> None:
    assert plan_hash(plan(execution="run-1")) == plan_hash(plan(execution="run-2"))
    assert plan_hash(plan()) != plan_hash(plan(configuration={"labels": {"minConfidence": 51}}))
    assert len(plan_hash(plan())) == len("sha256:") + 64


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_equal_values_have_equal_text(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))

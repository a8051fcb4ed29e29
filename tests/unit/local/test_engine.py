"""What the embedded engine does not run."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from media_insights.domain.planning.plan import Part
from media_insights.local.engine import Engine
from media_insights.local.executions import Execution
from tests.unit.builders import plan


async def test_a_plan_whose_steps_have_parts_is_refused_before_anything_starts(tmp_path: Path) -> None:
    whole = plan("prepare: proxy")
    divided = replace(whole.step("proxy"), parts=(Part(name="0", start=0.0, end=30.0),))
    unused: Any = None
    execution = Execution(
        plan=replace(whole, steps=(divided,)), files=unused, scratch=tmp_path, logs=tmp_path, on_status=unused
    )
    engine = Engine([execution], starter=unused, capacity=unused)
    with pytest.raises(ValueError, match="have parts, which this version does not run"):
        await engine.run()

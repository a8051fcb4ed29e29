"""After each fault: one Argo Workflow per execution, the right end, no lost slot or key, whole pointers, no orphan."""

import pytest

from tests.faults.fault import Fault
from tests.faults.installation import World
from tests.faults.table import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.title)
def test_nothing_is_lost_and_nothing_is_doubled(world: World, fault: Fault) -> None:
    fault.scenario(world)
    world.is_sound()
    world.leaves_nothing()

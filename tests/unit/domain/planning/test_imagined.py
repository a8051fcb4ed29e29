"""A dry run before there is an asset: the same plan as over a real one of that type."""

from media_insights.domain.planning.imagined import imagined_run
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import resolve
from tests.unit.builders import CATALOGUE, plan, workflow


def test_its_steps_are_those_of_a_real_run() -> None:
    found = resolve(imagined_run("Image", workflow(), CATALOGUE, {}))
    assert isinstance(found, Plan)
    real = plan(type_="Image")
    assert [(each.name, each.skip, each.depends) for each in found.steps] == [
        (each.name, each.skip, each.depends) for each in real.steps
    ]


def test_what_is_wrong_with_its_configuration_is_named_by_its_place() -> None:
    found = resolve(imagined_run("Video", workflow(), CATALOGUE, {"transcribes": {"language": "ja"}}))
    assert isinstance(found, Refused)
    assert [each.path for each in found.problems] == ["configuration.transcribes"]

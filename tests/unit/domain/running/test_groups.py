"""Which steps of several runs start together, and when."""

from dataclasses import replace

from media_insights.domain.planning.plan import Plan
from media_insights.domain.running.groups import Group, ready_groups
from tests.unit.builders import facts, plan

PHOTO = "prepare: mediainfo proxy; analysis: transcribe shots"


def many(text: str = PHOTO, type_: str = "Video") -> Plan:
    """Return a plan whose operators all take many items."""
    made = plan(text, type_)
    steps = (replace(step, spec=step.spec.model_copy(update={"items": "Many"})) for step in made.steps)
    return replace(made, steps=tuple(steps))


def started(*runs: tuple[Plan, str], idle: bool = True) -> dict[str, list[int]]:
    found = ready_groups([(each, facts(text)) for each, text in runs], idle=idle)
    names = [group.step for group in found]
    return {name: [number for group in found if group.step == name for number in group.members] for name in names}


def test_a_step_starts_once_for_all_runs() -> None:
    groups = ready_groups([(many(), {}), (many(), {})], idle=True)

    assert set(groups) == {Group("mediainfo", (0, 1)), Group("proxy", (0, 1))}


def test_it_waits_until_it_is_ready_for_all() -> None:
    half = "proxy Complete, mediainfo Complete", "proxy Executing, mediainfo Complete"

    assert started((many(), half[0]), (many(), half[1]), idle=False) == {}
    assert started((many(), half[0]), (many(), half[0])) == {"transcribe": [0, 1], "shots": [0, 1]}


def test_it_does_not_wait_for_a_run_that_will_never_need_it() -> None:
    failed, whole = "proxy Error, mediainfo Complete", "proxy Complete, mediainfo Complete"

    assert started((many(), failed), (many(), whole)) == {"transcribe": [1], "shots": [1]}


def test_what_takes_one_item_starts_for_each_as_soon_as_it_is_ready() -> None:
    half = "proxy Complete, mediainfo Complete", "proxy Executing, mediainfo Complete"

    assert started((plan(PHOTO), half[0]), (plan(PHOTO), half[1]), idle=False) == {"transcribe": [0], "shots": [0]}
    assert len(ready_groups([(plan(PHOTO), {}), (plan(PHOTO), {})], idle=True)) == 4


def test_other_parameters_are_another_process() -> None:
    other = many()
    told = replace(other, steps=tuple(replace(step, parameters={"least": 1}) for step in other.steps))

    groups = ready_groups([(many(), {}), (told, {}), (many(), {})], idle=True)

    assert {group for group in groups if group.step == "proxy"} == {Group("proxy", (0, 2)), Group("proxy", (1,))}


def test_what_may_use_the_store_is_told_its_own_prefix_and_so_starts_for_each() -> None:
    made = many("prepare: proxy")
    spec = made.step("proxy").spec
    storing = spec.model_copy(update={"access": spec.access.model_copy(update={"object_store": "ReadWrite"})})
    alone = replace(made, steps=(replace(made.step("proxy"), spec=storing),))

    assert len(ready_groups([(alone, {}), (alone, {})], idle=True)) == 2


def test_where_nothing_runs_what_is_ready_starts_without_the_rest() -> None:
    """Plans in which each waits for the other's step cannot stand still."""
    there, back = many("prepare: proxy mediainfo"), many("prepare: proxy mediainfo")
    first = replace(there, steps=(there.step("proxy"), replace(there.step("mediainfo"), depends=("proxy",))))
    second = replace(back, steps=(back.step("mediainfo"), replace(back.step("proxy"), depends=("mediainfo",))))

    assert started((first, ""), (second, ""), idle=False) == {}
    assert started((first, ""), (second, ""), idle=True) == {"proxy": [0], "mediainfo": [1]}

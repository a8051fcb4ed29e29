"""When a run's published Secrets are removed."""

from dataclasses import replace

from media_insights.domain.deciding.actions import Decision, RemoveFinalizer
from media_insights.domain.deciding.executions.published_removal import with_published_removal
from media_insights.domain.deciding.secret_actions import ForgetKeys, RemovePublished
from media_insights.domain.running.run_place import place_of_plan
from tests.unit import builders
from tests.unit.controller.objects import execution, execution_facts

PLACE = place_of_plan(builders.plan("prepare: proxy"))
ENDS = Decision(status=execution("Error").status)


def test_what_was_seen_goes_before_the_end_is_said() -> None:
    facts = execution_facts(execution("Started"), place=PLACE, published=("key",))
    assert with_published_removal(facts, ENDS).actions == (RemovePublished(PLACE, ("key",)),)


def test_while_it_goes_on_and_after_it_has_ended_nothing_is_removed() -> None:
    going_on = Decision(status=execution("Started").status)
    for state, decision in (("Started", going_on), ("Error", ENDS)):
        facts = execution_facts(execution(state), place=PLACE, published=("key",))
        assert with_published_removal(facts, decision) is decision


def test_a_run_of_nobody_has_no_place() -> None:
    assert with_published_removal(execution_facts(execution("Started"), published=()), ENDS) is ENDS


def test_the_finalizer_goes_last() -> None:
    facts = execution_facts(execution("Complete"), place=PLACE)
    leaves = replace(ENDS, status=None, actions=(RemoveFinalizer(),))
    assert with_published_removal(facts, leaves).actions == (ForgetKeys(PLACE), RemoveFinalizer())

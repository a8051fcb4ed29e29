"""Which refusals end something, which are waited for, and what is done after them."""

from typing import Any

import pytest

from media_insights.controller.refused_actions import RefusedActions, act_in_order
from media_insights.domain.deciding.actions import Action, AddFinalizer, Create, DeleteRun
from media_insights.errors import (
    ApiError,
    Conflict,
    Forbidden,
    MediaInsightsError,
    NotPrepared,
    Refusal,
    Rejected,
    Unavailable,
)
from media_insights.kube.resources import BATCHES, EXECUTIONS, Resource

FIRST, SECOND = Create({"metadata": {"name": "a"}}), Create({"metadata": {"name": "b"}})


class Refusing:
    """An applier that does everything but one action."""

    def __init__(self, refused: Action, error: MediaInsightsError) -> None:
        self.refused, self.error = refused, error
        self.done: list[Action] = []

    async def act(self, action: Action, *_: object) -> None:
        if action is self.refused:
            raise self.error
        self.done.append(action)

    async def all(self, *actions: Action, state: str = "Queued", of: Resource = EXECUTIONS) -> RefusedActions:
        manifest = {"metadata": {"name": "x"}, "status": {"state": state}}
        applier: Any = self
        return await act_in_order(applier, actions, of, manifest)


def error(kind: type[ApiError]) -> ApiError:
    return kind("POST /x: no", Refusal(message="not like this"))


async def test_an_invalid_object_is_final_and_the_others_are_made() -> None:
    applier = Refusing(FIRST, error(Rejected))
    refused = await applier.all(FIRST, SECOND)
    assert (len(refused.final), len(refused.passing), refused.reason) == (1, 0, "Rejected")
    assert refused.message == "the API server refused it: not like this"
    assert applier.done == [SECOND]


async def test_what_is_forbidden_may_be_allowed_later() -> None:
    applier = Refusing(FIRST, error(Forbidden))
    refused = await applier.all(FIRST, SECOND)
    assert (len(refused.final), len(refused.passing), refused.reason) == (0, 1, "Forbidden")
    assert applier.done == [SECOND]


async def test_what_is_not_known_yet_is_tried_again_and_told_as_it_is() -> None:
    applier = Refusing(FIRST, NotPrepared("the store cannot be found"))
    refused = await applier.all(FIRST)
    assert (len(refused.passing), refused.reason) == (1, "NamespaceNotPrepared")
    assert refused.message == "the store cannot be found"


@pytest.mark.parametrize(("kind", "reason"), [(Forbidden, "Forbidden"), (Rejected, "Rejected")])
async def test_what_relies_on_a_refused_action_is_not_done(kind: type[ApiError], reason: str) -> None:
    finalizer = AddFinalizer()
    applier = Refusing(finalizer, error(kind))
    refused = await applier.all(finalizer, FIRST)
    assert (len(refused.passing), refused.reason) == (1, reason)
    assert applier.done == []


@pytest.mark.parametrize("raised", [error(Conflict), Unavailable("down")])
async def test_other_errors_repeat_the_pass(raised: MediaInsightsError) -> None:
    with pytest.raises(type(raised)):
        await Refusing(FIRST, raised).all(FIRST)


async def test_how_something_ended_is_not_overwritten_by_what_its_deletion_meets() -> None:
    gone = DeleteRun("x")
    with pytest.raises(Forbidden):
        await Refusing(gone, error(Forbidden)).all(gone, state="Complete")


@pytest.mark.parametrize("state", ["Error", "Complete"])
async def test_states_of_batches_are_not_final_and_what_is_refused_then_is_told(state: str) -> None:
    applier = Refusing(FIRST, error(Forbidden))
    refused = await applier.all(FIRST, SECOND, state=state, of=BATCHES)
    assert (refused.reason, applier.done) == ("Forbidden", [SECOND])


async def test_nothing_refused_is_nothing() -> None:
    assert not await Refusing(FIRST, error(Rejected)).all(SECOND)

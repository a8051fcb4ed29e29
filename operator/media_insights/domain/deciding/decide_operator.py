"""Decision about an operator: whether it is accepted to the catalogue."""

from collections.abc import Mapping
from datetime import datetime

from media_insights.api.v1alpha1 import MediaOperator, MediaOperatorSpec, OperatorStatus, reasons
from media_insights.api.v1alpha1.conditions import with_condition
from media_insights.domain.deciding.acceptance import acceptance
from media_insights.domain.deciding.actions import Decision
from media_insights.domain.deciding.object_uses import ObjectUse, in_use
from media_insights.domain.deciding.operator_checks import check_operator
from media_insights.domain.planning.problems import Problem


def decide_operator(
    operator: MediaOperator, others: Mapping[str, MediaOperatorSpec], usage: ObjectUse, now: datetime
) -> Decision[OperatorStatus]:
    """Return the operator's status; ``others`` is the whole catalogue, this one included or not."""
    problems = (*check_operator(operator.spec), *_result_is_its_own(operator, others))
    conditions = with_condition(acceptance(operator, problems, now), in_use(operator, usage, now))
    return Decision(status=OperatorStatus(observed_generation=operator.metadata.generation, conditions=conditions))


def _result_is_its_own(operator: MediaOperator, others: Mapping[str, MediaOperatorSpec]) -> tuple[Problem, ...]:
    """Refuse an operator whose result name belongs to another one: the first by name keeps it."""
    same = sorted(name for name, spec in others.items() if spec.result_name == operator.spec.result_name)
    if not same or operator.metadata.name <= same[0]:
        return ()
    name = operator.spec.result_name
    message = f"{name} is the result of the operator {same[0]}: give this operator's result another name"
    return (Problem(path="spec.resultName", message=message, reason=reasons.DUPLICATE_RESULT),)

"""Problems read as lines."""

from media_insights.domain.planning.problems import Problem, Refused

ONE = Problem(path="spec.stages[0].name", message="stage a appears twice", reason="DuplicateStage")
TWO = Problem(path="spec.source", message="contains {{")


def test_a_problem_is_its_path_and_its_sentence() -> None:
    assert str(ONE) == "spec.stages[0].name: stage a appears twice"


def test_all_problems_are_one_message() -> None:
    refused = Refused(reason=ONE.reason, problems=(ONE, TWO))
    assert str(refused) == "spec.stages[0].name: stage a appears twice; spec.source: contains {{"

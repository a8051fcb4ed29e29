"""A stored collection is tried by the cosines of its examples."""

from media_insights.domain.custom_labels import Example, LabelCollection
from media_insights.domain.nearest_examples import LabelRule, LabelTrial
from media_insights.storage.tried_labels import tried_labels


def test_examples_that_are_alike_find_each_other() -> None:
    vectors = {"a": (1.0, 0.0), "b": (0.8, 0.6), "c": (0.0, -1.0)}
    examples = tuple(Example.of("goal" if name < "c" else "studio", name, each) for name, each in vectors.items())
    found = LabelCollection(id="sports", kind="labels", created="", examples=examples)
    assert tried_labels(found, LabelRule(5, 0.6)) == {"goal": LabelTrial(2, 2, 2), "studio": LabelTrial(1)}
    assert tried_labels(found, LabelRule(5, 0.9)) == {"goal": LabelTrial(2), "studio": LabelTrial(1)}
    assert tried_labels(found.model_copy(update={"examples": ()}), LabelRule(5, 0.6)) == {}

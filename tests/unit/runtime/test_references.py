"""Who names what."""

from media_insights.runtime.references import References

ONE, TWO, FLOW, OTHER = ("n", "one"), ("n", "two"), ("n", "flow"), ("m", "flow")


def test_it_knows_who_names_a_target_until_nobody_does() -> None:
    found = References()
    found.move(ONE, (), [FLOW])
    found.move(TWO, (), [FLOW, OTHER])
    assert set(found.to(FLOW)) == {ONE, TWO}
    assert set(found.named("flow")) == {FLOW, OTHER}
    found.move(ONE, [FLOW], ())
    found.move(TWO, [FLOW, OTHER], [OTHER])
    assert not found.to(FLOW)
    assert set(found.named("flow")) == {OTHER}


def test_a_target_is_told_once_that_somebody_else_names_it() -> None:
    found = References()
    found.move(ONE, (), [FLOW])
    assert found.take_changed() == {FLOW}
    found.move(ONE, [FLOW], [FLOW])
    assert found.take_changed() == set()
    found.move(ONE, [FLOW], [OTHER])
    assert found.take_changed() == {FLOW, OTHER}

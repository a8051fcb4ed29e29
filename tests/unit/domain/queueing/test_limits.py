"""What an administrator's ConfigMap says."""

from media_insights.domain.queueing.limits import DEFAULT_CONCURRENT, Limits, limits_of


def test_a_device_is_named_without_its_slash() -> None:
    limits = limits_of({"maxConcurrentExecutions": "3", "resources.nvidia.com__gpu": "4", "resources.cards": "1"})
    assert limits == Limits(max_concurrent=3, resources={"nvidia.com/gpu": 4, "cards": 1})


def test_what_may_be_stored_is_a_namespace_s_own_or_that_of_all_or_anything() -> None:
    limits = limits_of({"storagePerNamespace": "1Ki", "storage.newsroom": "2M", "storage.sports": "much"})
    most = [limits.most_stored(each) for each in ("newsroom", "sports", "other")]
    assert most == [2_000_000, 1024, 1024]
    assert limits_of({"storage.newsroom": "0"}).most_stored("newsroom") == 0
    assert limits_of({"storagePerNamespace": ""}).most_stored("newsroom") is None


def test_nonsense_is_the_default_and_other_keys_are_nobody_s_business() -> None:
    assert limits_of({"maxConcurrentExecutions": "many", "resources.x": "few", "colour": "7"}) == Limits(
        max_concurrent=DEFAULT_CONCURRENT
    )


def test_a_demand_above_the_limit_counts_as_the_limit_and_unlimited_devices_as_nothing() -> None:
    limits = Limits(max_concurrent=1, resources={"a": 2, "b": 0})
    assert limits.capped({"a": 5, "b": 1, "c": 9}) == {"a": 2, "b": 1}
    assert limits.capped({"a": 0}) == {}

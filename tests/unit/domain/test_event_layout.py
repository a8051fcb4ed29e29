"""Where events lie: below their namespace, and never at a place that a name could lead out of."""

import pytest

from media_insights.domain import event_layout, layout


def test_every_place_is_below_the_namespaces_prefix() -> None:
    assert event_layout.pending_key("n", "a", "o", 7) == "private/n/events/pending/a/o-0000000007.json"
    assert event_layout.log_key("n", "2026-01-31T10:00:00.5Z", "o", 7).startswith("private/n/events/log/2026-01-31/")
    assert event_layout.dead_key("n", "sink", "o", 7) == "private/n/events/dead/sink/o-0000000007.json"
    assert event_layout.settled_key("n", "o") == "private/n/events/settled/o.json"
    assert event_layout.object_of_file(event_layout.settled_key("n", "o")) == "o"
    for prefix in (event_layout.pending_prefix("n"), event_layout.log_prefix("n"), event_layout.dead_prefix("n")):
        assert prefix.startswith(layout.private_prefix("n"))
        assert not prefix.startswith(layout.assets_prefix("n"))


def test_keys_say_what_they_are_of() -> None:
    assert event_layout.asset_of_pending(event_layout.pending_key("n", "a", "o", 1)) == "a"
    assert event_layout.day_of_log(event_layout.log_key("n", "2026-01-31T10:00:00Z", "o", 1)) == "2026-01-31"


def test_delivered_events_are_in_the_order_of_their_times() -> None:
    times = ["2026-01-31T10:00:00.000000Z", "2026-01-31T10:00:00.000001Z", "2026-02-01T00:00:00.000000Z"]
    keys = [event_layout.log_key("n", time, uid, 9) for time, uid in zip(times, "cba", strict=True)]
    assert sorted(keys) == keys


def test_numbers_are_in_order_as_text() -> None:
    keys = [event_layout.pending_key("n", "a", "o", number) for number in (1, 9, 10, 99, 100, 2**31)]
    assert sorted(keys) == keys


@pytest.mark.parametrize("name", ["..", "a/b"])
def test_no_name_leads_elsewhere(name: str) -> None:
    with pytest.raises(ValueError, match="has no slash"):
        event_layout.dead_prefix("n", name)
    with pytest.raises(ValueError, match="has no slash"):
        event_layout.pending_prefix(name)

"""Where what is kept of sources lies: below their namespace, and nowhere else."""

from media_insights.domain import layout, watch_layout


def test_everything_of_a_source_lies_below_its_prefix_and_no_asset_there() -> None:
    prefix = watch_layout.source_prefix("n", "u")
    assert prefix == "private/n/sources/u/"
    assert watch_layout.range_key("n", "u", "in/日本 1.mp4").startswith(prefix)
    assert watch_layout.departed_key("n", "u", "a").startswith(watch_layout.departed_prefix("n", "u"))
    assert watch_layout.departed_prefix("n", "u").startswith(prefix)
    assert not prefix.startswith(layout.assets_prefix("n"))


def test_a_range_is_found_by_the_key_after_which_it_begins() -> None:
    keys = ["", "a", "a/", "x" * 1024, "\ud800"]
    assert len({watch_layout.range_key("n", "u", key) for key in keys}) == len(keys)
    assert watch_layout.range_key("n", "u", "a") == watch_layout.range_key("n", "u", "a")


def test_a_mark_says_which_asset_was_deleted() -> None:
    assert watch_layout.departed_name(watch_layout.departed_key("n", "u", "inbox-abc")) == "inbox-abc"

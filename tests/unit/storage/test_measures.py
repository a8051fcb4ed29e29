"""What is stored is counted, and the measure is kept, in a folder and in an S3."""

from media_insights.domain.stored_usage import Amount, StoredUsage
from media_insights.storage.measures import amount_below, read_usage, write_usage
from media_insights.storage.store import Store


def test_everything_below_a_prefix_is_counted_and_nothing_beside_it(store: Store) -> None:
    store.put("private/n/assets/a/one.json", b"123")
    store.put("private/n/assets/a/workflows/日本.bin", b"4567")
    store.put("private/n/assets/ab/x", b"of another")
    assert amount_below(store, "private/n/assets/a/") == Amount(7, 2)
    assert amount_below(store, "private/m/") == Amount()


def test_a_measure_is_read_and_one_that_is_none_is_as_none(store: Store) -> None:
    assert read_usage(store, "n") == StoredUsage()
    usage = StoredUsage(uploads=Amount(1, 2), results=Amount(3, 4), measured_at="2026-12-01T00:00:00Z")
    write_usage(store, "n", usage)
    assert read_usage(store, "n") == usage
    store.put("private/n/usage.json", b"{")
    assert read_usage(store, "n") == StoredUsage()

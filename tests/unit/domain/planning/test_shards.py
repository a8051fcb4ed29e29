"""How many items are done together."""

from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.planning.shards import OpenShards, ShardLimits


def divided(items: list[tuple[str, int]], limits: ShardLimits) -> list[tuple[tuple[str, int], ...]]:
    open_shards: OpenShards[tuple[str, int]] = OpenShards(limits)
    full = [open_shards.add(item, kind=item[0], size=item[1]) for item in items]
    return [shard for shard in full if shard] + open_shards.rest()


def test_a_shard_is_full_with_so_many_items() -> None:
    photos = [("Image", 1)] * 5

    assert [len(shard) for shard in divided(photos, ShardLimits(items=2))] == [2, 2, 1]


def test_a_shard_is_full_with_so_many_bytes() -> None:
    sizes = [("Video", 6), ("Video", 5), ("Video", 5), ("Video", 1)]

    assert divided(sizes, ShardLimits(bytes=10)) == [(sizes[0],), (sizes[1], sizes[2]), (sizes[3],)]


def test_what_is_larger_than_a_shard_is_one() -> None:
    assert divided([("Video", 99), ("Video", 1)], ShardLimits(bytes=10)) == [(("Video", 99),), (("Video", 1),)]


def test_photos_do_not_wait_for_films() -> None:
    mixed = [("Image", 1), ("Video", 1), ("Image", 1)]

    assert divided(mixed, ShardLimits(items=2)) == [(("Image", 1), ("Image", 1)), (("Video", 1),)]


@given(
    st.lists(st.tuples(st.sampled_from(["Image", "Video", "Audio"]), st.integers(0, 50))),
    st.integers(1, 5),
    st.integers(1, 60),
)
def test_every_item_is_in_one_shard_of_its_kind_within_the_limits(
    items: list[tuple[str, int]], most: int, size: int
) -> None:
    shards = divided(items, ShardLimits(items=most, bytes=size))

    for kind in ("Image", "Video", "Audio"):
        assert [item for shard in shards if shard[0][0] == kind for item in shard] == [
            it for it in items if it[0] == kind
        ]
    for shard in shards:
        assert len({kind for kind, _ in shard}) == 1
        assert len(shard) <= most
        assert len(shard) == 1 or sum(each for _, each in shard) <= size

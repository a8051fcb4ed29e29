"""Addresses of a name are followed: each lookup adds, an hour without being seen takes away."""

from collections.abc import Sequence

import pytest

from media_insights.controller.followed_names import KEPT, LOOKUP_EVERY, MOST, FollowedName, resolve
from media_insights.errors import NotPrepared


class Names:
    """A resolver and a clock."""

    def __init__(self, *answer: str) -> None:
        self.now, self.asked, self.answer = 0.0, 0, answer
        self.name = FollowedName("store.example", self.resolve, lambda: self.now)

    async def resolve(self, host: str) -> Sequence[str]:
        assert host == "store.example"
        self.asked += 1
        if not self.answer:
            raise OSError("no such name")
        return self.answer

    async def after(self, seconds: float, *answer: str) -> tuple[str, ...]:
        self.now, self.answer = self.now + seconds, answer
        return await self.name.addresses()


async def test_an_answer_holds_for_a_while() -> None:
    names = Names("192.0.2.1")
    assert await names.after(0, "192.0.2.1") == ("192.0.2.1",)
    assert await names.after(LOOKUP_EVERY - 1, "192.0.2.2") == ("192.0.2.1",)
    assert names.asked == 1


async def test_a_store_with_many_addresses_is_known_better_and_better() -> None:
    names = Names()
    await names.after(0, "192.0.2.1")
    assert await names.after(LOOKUP_EVERY, "192.0.2.2") == ("192.0.2.1", "192.0.2.2")
    assert await names.after(KEPT - LOOKUP_EVERY, "192.0.2.3") == ("192.0.2.2", "192.0.2.3")


async def test_there_are_never_too_many() -> None:
    names = Names()
    for number in range(2):
        await names.after(LOOKUP_EVERY, *(f"192.0.{number}.{each}" for each in range(MOST)))
    found = await names.name.addresses()
    assert (len(found), {each.rpartition(".")[0] for each in found}) == (MOST, {"192.0.1"})


async def test_a_name_server_that_is_away_closes_nothing() -> None:
    names = Names()
    await names.after(0, "192.0.2.1")
    assert await names.after(2 * KEPT) == ("192.0.2.1",)
    assert await names.after(1, "192.0.2.2") == ("192.0.2.2",), "and is asked again at once"


async def test_a_name_that_nobody_knows_says_what_to_do() -> None:
    with pytest.raises(NotPrepared, match=r"store\.example cannot be found.*objectStore\.external\.networks"):
        await Names().after(0)


@pytest.mark.parametrize("local", ["127.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "168.63.129.16", "::"])
async def test_a_name_opens_no_address_of_the_own_host_or_cloud(local: str) -> None:
    with pytest.raises(NotPrepared):
        await Names().after(0, local)
    assert await Names().after(0, local, "10.0.0.7") == ("10.0.0.7",)


async def test_the_system_is_asked() -> None:
    assert "127.0.0.1" in await resolve("localhost")

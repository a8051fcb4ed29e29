"""Word lists in both stores: every change is a version, no writer overwrites another's, a killed one loses nothing."""

import pytest

from media_insights.domain.word_lists import ListName
from media_insights.errors import Changed, InvalidObject, NoSuchObject
from media_insights.storage.store import Store
from media_insights.storage.word_lists import WordLists

CURRENT = "private/newsroom/collections/filters/rude/current"


def test_every_change_is_a_version_and_the_same_content_is_none(store: Store) -> None:
    lists = WordLists(store, "newsroom")
    assert list(lists.all()) == []
    made = [lists.put("filters", "rude", content).version for content in (b"darn\n", b"darn\ndrat\n", b"darn\ndrat\n")]
    assert made == [1, 2, 2]
    assert lists.read(ListName("filters", "rude")) == b"darn\ndrat\n"
    assert lists.read(ListName("filters", "rude", 1)) == b"darn\n"
    lists.put("vocabularies", "places", b"Narvik\n")
    assert list(lists.all()) == [("vocabularies", "places"), ("filters", "rude")]
    assert list(WordLists(store, "other").all()) == []
    found = lists.describe("filters", "rude")
    assert (found.versions, found.size) == ((1, 2), 10)


def test_an_older_content_that_comes_back_is_a_new_version(store: Store) -> None:
    lists = WordLists(store, "newsroom")
    versions = [lists.put("filters", "rude", content).version for content in (b"a\n", b"b\n", b"a\n")]
    assert versions == [1, 2, 3]


def test_what_a_killed_writer_left_is_numbered_by_the_next(store: Store) -> None:
    lists = WordLists(store, "newsroom")
    lists.put("filters", "rude", b"one\n")
    store.put(CURRENT, b"two\n")  # and then it was killed
    assert lists.put("filters", "rude", b"three\n").versions == (1, 2, 3)
    assert lists.read(ListName("filters", "rude", 2)) == b"two\n"


def test_a_writer_that_was_overtaken_comes_after(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lists, other = WordLists(store, "newsroom"), WordLists(store, "newsroom")
    lists.put("filters", "rude", b"one\n")
    replace, late = type(store).replace, [b"between\n"]

    def overtaken(self: Store, key: str, content: bytes, etag: str) -> None:
        if late:
            other.put("filters", "rude", late.pop())
        replace(self, key, content, etag)

    monkeypatch.setattr(type(store), "replace", overtaken)
    assert lists.put("filters", "rude", b"last\n").version == 3
    assert lists.read(ListName("filters", "rude", 2)) == b"between\n"


def test_a_list_that_never_rests_is_given_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise Changed("somebody was faster")

    monkeypatch.setattr(type(store), "replace", refused)
    with pytest.raises(Changed, match="list:filters/rude was changed by others 8 times"):
        WordLists(store, "newsroom").put("filters", "rude", b"x\n")


def test_what_is_not_there_is_named_with_what_is(store: Store) -> None:
    lists = WordLists(store, "newsroom")
    for ask in (lambda: lists.describe("filters", "rude"), lambda: lists.delete("filters", "rude")):
        with pytest.raises(NoSuchObject, match="no list:filters/rude; make it with lists put filters rude FILE"):
            ask()
    lists.put("filters", "rude", b"x\n")
    with pytest.raises(NoSuchObject, match="no list:filters/rude@7; there are the versions 1"):
        lists.read(ListName("filters", "rude", 7))


def test_a_deleted_list_is_gone_with_all_its_versions(store: Store) -> None:
    lists = WordLists(store, "newsroom")
    lists.put("filters", "rude", b"x\n")
    assert lists.delete("filters", "rude") == 2
    assert list(lists.all()) == []
    assert [each.key for each in store.list("private/newsroom/collections/filters/rude/")] == []


def test_a_number_never_means_another_content_though_its_list_was_deleted(store: Store) -> None:
    lists = WordLists(store, "newsroom")
    lists.put("filters", "rude", b"x\n")
    lists.put("filters", "rude", b"y\n")
    lists.delete("filters", "rude")
    assert lists.put("filters", "rude", b"z\n").versions == (3,)
    lists.delete("filters", "rude")
    assert lists.put("filters", "rude", b"z\n").versions == (4,)


def test_three_writers_lose_no_version(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second and third come before the first has numbered what it wrote."""
    lists, others = WordLists(store, "newsroom"), [b"three\n", b"two\n"]
    replace = type(store).replace

    def slow(self: Store, key: str, content: bytes, etag: str) -> None:
        replace(self, key, content, etag)
        while key == CURRENT and content == b"one\n" and others:
            lists.put("filters", "rude", others.pop())

    monkeypatch.setattr(type(store), "replace", slow)
    found = lists.put("filters", "rude", b"one\n")
    assert [lists.read(ListName("filters", "rude", each)) for each in found.versions] == [
        b"one\n",
        b"two\n",
        b"three\n",
    ]


def test_a_writer_that_numbers_late_numbers_nothing_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one comes after the first has asked which versions there are, and before it writes its own."""
    lists, others = WordLists(store, "newsroom"), [b"two\n"]
    replace = type(store).replace

    def slow(self: Store, key: str, content: bytes, etag: str) -> None:
        if "/versions/" in key and content == b"one\n" and others:
            lists.put("filters", "rude", others.pop())
        replace(self, key, content, etag)

    monkeypatch.setattr(type(store), "replace", slow)
    found = lists.put("filters", "rude", b"one\n")
    assert [lists.read(ListName("filters", "rude", each)) for each in found.versions] == [b"one\n", b"two\n"]


@pytest.mark.parametrize(("kind", "name"), [("words", "rude"), ("filters", "../rude"), ("filters", "")])
def test_kinds_and_names_are_parts_of_keys(store: Store, kind: str, name: str) -> None:
    with pytest.raises(InvalidObject):
        WordLists(store, "newsroom").put(kind, name, b"x\n")

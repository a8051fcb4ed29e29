"""Saved searches in both stores: no writer overwrites another's, and a namespace has a bounded number."""

import pytest

from media_insights.errors import Changed, Damaged, InvalidObject, NoSuchObject, WrongState
from media_insights.storage import saved_searches
from media_insights.storage.saved_searches import SavedSearch, SavedSearches
from media_insights.storage.store import Store

DOGS = SavedSearch(name="dogs", query="label:Dog", by="jane", at="2026-11-30T00:00:00Z")


def test_they_are_kept_replaced_and_deleted(store: Store) -> None:
    saved = SavedSearches(store, "newsroom")
    assert saved.names() == ()
    first = saved.save(DOGS)
    assert saved.read("dogs") == (DOGS, first)
    second = saved.save(DOGS.model_copy(update={"query": "label:Wolf"}), first)
    assert saved.read("dogs")[0].query == "label:Wolf"
    assert (saved.names(), SavedSearches(store, "other").names()) == (("dogs",), ())
    saved.delete("dogs", second)
    with pytest.raises(NoSuchObject, match="there is no saved search dogs in newsroom"):
        saved.read("dogs")
    with pytest.raises(NoSuchObject):
        saved.delete("dogs")


def test_what_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    saved = SavedSearches(store, "newsroom")
    with pytest.raises(Changed):
        saved.save(DOGS, "abc")
    read = saved.save(DOGS, "")
    saved.save(DOGS.model_copy(update={"query": "cat"}))
    for write in (lambda: saved.save(DOGS, read), lambda: saved.save(DOGS, ""), lambda: saved.delete("dogs", read)):
        with pytest.raises(Changed, match="read it again"):
            write()
    assert saved.read("dogs")[0].query == "cat"


def test_a_namespace_has_a_bounded_number(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST", 2)
    saved = SavedSearches(store, "newsroom")
    for name in ("a", "b", "a"):
        saved.save(SavedSearch(name=name, query="x"))
    with pytest.raises(WrongState, match="has 2 saved searches, which is the most"):
        saved.save(SavedSearch(name="c", query="x"))


def test_names_are_parts_of_keys_and_contents_are_read_with_care(store: Store) -> None:
    saved = SavedSearches(store, "newsroom")
    with pytest.raises(InvalidObject, match="not a valid name"):
        saved.save(SavedSearch(name="../x", query="x"))
    store.put("private/newsroom/searches/odd.json", b"{" * 20_000)
    with pytest.raises(Damaged, match="delete it, or save it again"):
        saved.read("odd")
    saved.save(SavedSearch(name="odd", query="x"))
    assert saved.read("odd")[0].query == "x"

"""Names and label values: what Kubernetes accepts, made from whatever files and objects are called."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.names import (
    LONGEST,
    LONGEST_ASSET,
    asset_name_of,
    execution_name,
    label_value,
    short_hash,
    unique,
)

DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
LABEL_VALUE = re.compile(r"[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?")
object_names = st.from_regex(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?", fullmatch=True)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("clip.mp4", "clip"),
        ("Keynote (final) – 日本.MP4", "keynote-final"),
        ("Übergröße.mov", "ubergroe"),
        ("日本.mp4", "media"),
        ("...", "media"),
        ("-a-.mp4", "a"),
        ("archive.tar.gz", "archive-tar"),
    ],
)
def test_a_name_is_recognised(file: str, name: str) -> None:
    assert asset_name_of(file) == name


@given(st.text(max_size=300))
def test_every_name_is_a_dns_label_that_leaves_room(file: str) -> None:
    name = asset_name_of(file)

    assert DNS_LABEL.fullmatch(name)
    assert len(name) <= LONGEST_ASSET


@given(st.text(max_size=300), st.from_regex(r"[a-z0-9]{6}", fullmatch=True))
def test_a_suffix_keeps_names_valid_and_short(file: str, suffix: str) -> None:
    name = unique(asset_name_of(file), suffix)

    assert DNS_LABEL.fullmatch(name)
    assert name.endswith(f"-{suffix}")
    assert len(name) <= LONGEST_ASSET


@given(object_names)
def test_every_object_s_name_has_a_label_value(name: str) -> None:
    assert LABEL_VALUE.fullmatch(label_value(name))
    assert label_value(name) == name or len(name) > LONGEST


@pytest.mark.parametrize("mark", [".", "-", "a"])
def test_a_name_whose_63rd_character_may_not_end_a_label_has_a_label_value(mark: str) -> None:
    name = f"{'w' * 62}{mark}long"
    assert LABEL_VALUE.fullmatch(label_value(name))
    assert label_value(name) != label_value(f"{name}er")


def test_long_names_stay_apart() -> None:
    assert label_value("a" * 70) != label_value("a" * 71)


@given(object_names, object_names, st.lists(st.text()))
def test_an_execution_s_name_is_a_dns_label(asset: str, workflow: str, parts: list[str]) -> None:
    name = execution_name(asset, workflow, short_hash(*parts))
    assert DNS_LABEL.fullmatch(name)
    assert len(name) <= LONGEST


def test_an_execution_s_name_is_readable() -> None:
    assert execution_name("my.film", "full-analysis", "abc12345") == "my-film-full-analysis-abc12345"


def test_a_hash_tells_where_one_text_ends() -> None:
    assert short_hash("a", "b") == short_hash("a", "b") != short_hash("ab")

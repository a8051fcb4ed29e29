"""Asset names: what Kubernetes accepts, made from whatever files are called."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.cli.terminal.asset_names import LENGTH, asset_name_of, unique

DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")


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
    assert len(name) <= LENGTH


@given(st.text(max_size=300), st.from_regex(r"[a-z0-9]{6}", fullmatch=True))
def test_a_suffix_keeps_names_valid_and_short(file: str, suffix: str) -> None:
    name = unique(asset_name_of(file), suffix)

    assert DNS_LABEL.fullmatch(name)
    assert name.endswith(f"-{suffix}")
    assert len(name) <= LENGTH

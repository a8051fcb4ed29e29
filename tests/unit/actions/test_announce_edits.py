"""Edits are announced by their version."""

from media_insights.actions.announce_edits import edits_patch


def test_the_version_stands_in_an_annotation() -> None:
    assert edits_patch(7) == {"metadata": {"annotations": {"mediainsights.dev/edits": "7"}}}

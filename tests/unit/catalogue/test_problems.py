"""What keeps an operator from being built is said so that a person knows what to do."""

import pytest

from media_insights.catalogue.problems import not_built


@pytest.mark.parametrize(
    "text",
    [
        "error: Request failed after 3 retries\n  Caused by: client error (Connect)\n  Caused by: dns error",
        "Failed to establish a new connection: [Errno 101] Network is unreachable",
        "npm error code EAI_AGAIN\nnpm error request to … failed",
    ],
)
def test_a_missing_network_is_named_and_what_to_look_at(text: str) -> None:
    sentence = str(not_built("the environment of proxy", text, "dns error"))

    assert sentence.startswith("the environment of proxy could not be fetched: no package registry answers")
    assert "network" in sentence
    assert "dns error" in sentence


def test_a_full_volume_is_named() -> None:
    sentence = str(not_built("the models of transcribe", "OSError: [Errno 28] No space left on device", "Errno 28"))

    assert sentence.endswith("the volume of the cache is full; free some, or name another --cache")


def test_everything_else_keeps_the_programs_own_reason() -> None:
    sentence = str(not_built("the models of transcribe", "ValueError: sha256 differs", "ValueError: sha256 differs"))

    assert sentence == "the models of transcribe could not be built: ValueError: sha256 differs"

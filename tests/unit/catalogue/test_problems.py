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


def test_a_folder_that_a_project_names_and_that_is_not_there_is_named_with_what_to_do() -> None:
    text = "error: Failed to determine installation plan\n  Caused by: Distribution not found at: file:///w/_sdk\n"
    sentence = str(not_built("the environment of words", text, "Failed to determine installation plan"))

    assert sentence.startswith(
        "the environment of words could not be built: /w/_sdk is not there: put that folder there"
    )
    assert "index" in sentence


def test_everything_else_keeps_the_programs_own_reason() -> None:
    sentence = str(not_built("the models of transcribe", "ValueError: sha256 differs", "ValueError: sha256 differs"))

    assert sentence == "the models of transcribe could not be built: ValueError: sha256 differs"

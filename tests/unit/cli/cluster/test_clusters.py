"""Refusals of a cluster become one sentence that says what to do."""

import json
from pathlib import Path

import pytest

from media_insights.cli.cluster.clusters import NOT_INSTALLED, Place, ask, connect, sentence_of
from media_insights.cli.terminal.failures import Failure
from media_insights.errors import ApiError, NotFound, Unavailable
from media_insights.kube.refusals import error_of


def refusal(status: int, body: str = "") -> ApiError | Unavailable:
    return error_of("POST /things", status, body)


def status(message: str, **details: str) -> str:
    return json.dumps({"kind": "Status", "message": message, "details": details})


@pytest.mark.parametrize(
    ("error", "fragment"),
    [
        (refusal(401), "credentials"),
        (refusal(403, status("user x cannot")), "you may not create things: .*user x cannot"),
        (refusal(404, "404 page not found\n"), "is not installed"),
        (refusal(422, status("source is either s3 or url")), "refused it: source is either s3 or url"),
        (refusal(500, "Internal Server Error"), "could not create things: Internal Server Error"),
        (refusal(500), "could not create things: POST /things: 500"),
        (Unavailable("GET /things: Connection refused"), "does not answer: .*Connection refused.*--context"),
    ],
)
def test_a_refusal_is_one_sentence(error: ApiError | Unavailable, fragment: str) -> None:
    def refuse() -> None:
        raise error

    with pytest.raises(Failure, match=fragment):
        ask("create things", refuse)


def test_an_object_that_is_not_there_is_for_the_caller() -> None:
    missing = refusal(404, status("not found", name="clip", group="mediainsights.dev", kind="mediaassets"))

    def refuse() -> None:
        raise missing

    with pytest.raises(NotFound):
        ask("get things", refuse)


def test_an_unknown_kind_is_not_taken_for_a_missing_object() -> None:
    assert sentence_of(refusal(404, "404 page not found\n"), "x") == NOT_INSTALLED


def test_a_kubeconfig_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="no such file"):
        connect(Place(kubeconfig=str(tmp_path / "none")))


def test_the_namespace_is_the_contexts_unless_said(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(
        json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:1"}}],
                "users": [{"name": "u", "user": {}}],
                "contexts": [
                    {"name": "a", "context": {"cluster": "c", "user": "u", "namespace": "news"}},
                    {"name": "b", "context": {"cluster": "c", "user": "u"}},
                ],
                "current-context": "a",
            }
        )
    )

    assert connect(Place(kubeconfig=str(config))).namespace == "news"
    assert connect(Place(kubeconfig=str(config), context="b")).namespace == "default"
    assert connect(Place(kubeconfig=str(config), namespace="sport")).namespace == "sport"
    with pytest.raises(Failure, match="no cluster is configured"):
        connect(Place(kubeconfig=str(config), context="c"))

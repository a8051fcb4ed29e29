"""A run's Secret is its execution's, and Argo finds the store and the credentials by it alone."""

import base64
from dataclasses import replace

from media_insights.compile.run_secret import POD, SecretValues, location_of, object_at, secret_of
from media_insights.domain import layout
from tests.unit.builders import plan
from tests.unit.compile.compiled import SETTINGS, compiled, strings

VALUES = SecretValues(access_key="a", secret_key="s", session_token="t", certificate_authority="PEM")


def test_the_secret_is_named_by_the_execution_and_goes_with_it() -> None:
    meta = secret_of(plan(), VALUES)["metadata"]
    assert (meta["name"], meta["namespace"]) == ("media-insights-run-uid-of-run-1", "newsroom")
    [owner] = meta["ownerReferences"]
    assert (owner["kind"], owner["uid"]) == ("MediaExecution", "uid-of-run-1")
    assert meta["labels"] == {"app.kubernetes.io/managed-by": "media-insights"}


def test_it_holds_what_there_is() -> None:
    data = secret_of(plan(), VALUES)["data"]
    found = {name: base64.b64decode(value).decode() for name, value in data.items()}
    assert found == {"accesskey": "a", "secretkey": "s", "sessiontoken": "t", "ca.crt": "PEM"}
    assert set(secret_of(plan(), SecretValues(access_key="a", secret_key="s"))["data"]) == {"accesskey", "secretkey"}


def test_it_holds_the_program_that_examines_outputs_as_it_is() -> None:
    program = bytes(range(256))
    data = secret_of(plan(), replace(VALUES, output_guard=program))["data"]
    assert base64.b64decode(data["output-guard"]) == program


def test_argo_finds_the_values_where_the_secret_holds_them() -> None:
    secret = secret_of(plan(), VALUES)
    settings = replace(SETTINGS, session_tokens=True, private_ca=True)
    store = object_at(plan(), "footage", "a.mp4", settings)
    named = (store.access_key_secret, store.secret_key_secret, store.session_token_secret, store.ca_secret)
    found = [each for each in named if each is not None]
    assert {each.name for each in found} == {secret["metadata"]["name"]}
    assert [each.key for each in found] == ["accesskey", "secretkey", "sessiontoken", "ca.crt"]
    assert (store.bucket, store.key, store.endpoint) == ("footage", "a.mp4", "s3.media-insights.svc:7070")


def test_what_a_store_does_not_need_is_not_asked_for() -> None:
    store = object_at(plan(), "footage", "a.mp4", SETTINGS)
    assert (store.session_token_secret, store.ca_secret) == (None, None)


def test_logs_are_kept_where_the_asset_s_deletion_finds_them() -> None:
    location = location_of(plan(), SETTINGS)
    assert location.archive_logs is True
    assert location.s3 is not None
    assert location.s3.key == f"{layout.logs_prefix('newsroom', 'asset-1', 'run-1')}{POD}"


def test_no_other_secret_of_the_store_is_named_in_a_run() -> None:
    named = {text for text in strings(compiled()) if text.startswith("media-insights-")}
    assert named == {"media-insights-run-uid-of-run-1", "media-insights-operator", "media-insights-executor"}

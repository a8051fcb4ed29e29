"""What may be a secret is replaced, wherever it stands; what helps stays."""

from typing import Any

import pytest

from media_insights.cli.cluster.support.redaction import REDACTED, of_object, of_text

KEY = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"aws_secret_access_key={KEY}", "aws_secret_access_key="),
        (f'{{"password": "{KEY}", "port": 5432}}', '"port": 5432'),
        (f"Authorization: Bearer {KEY}", "Authorization"),
        (f"Authorization: Basic {KEY}==", "Authorization"),
        (f"https://user:{KEY}@host.example/path failed", "@host.example/path failed"),
        (f"GET https://s3.example/b/k?X-Amz-Signature={KEY}&X-Amz-Expires=60 403", "https://s3.example/b/k"),
        (f"https://hooks.example/in#{KEY} answered", "https://hooks.example/in"),
        (f"-----BEGIN RSA PRIVATE KEY-----\n{KEY}\n-----END RSA PRIVATE KEY-----\nafter", "after"),
        (f"-----BEGIN PRIVATE KEY-----\n{KEY}", ""),
        (f"token eyJhbGciOiJSUzI1NiJ9.{KEY}.abc was refused", "was refused"),
        (f"MEDIA_INSIGHTS_S3_SECRET_KEY: '{KEY}'", "MEDIA_INSIGHTS_S3_SECRET_KEY"),
        (f"apikey = {KEY}; retry", "retry"),
        (f"x-api-key: {KEY}", "x-api-key"),
    ],
)
def test_a_text_keeps_all_but_the_secret(text: str, kept: str) -> None:
    redacted = of_text(text)
    assert KEY not in redacted
    assert REDACTED in redacted
    assert kept in redacted


def test_keys_of_webhooks_and_of_aws_are_known_by_themselves() -> None:
    assert of_text("signed by whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") == f"signed by {REDACTED}"
    assert of_text("the key AKIAIOSFODNN7EXAMPLE is unknown") == f"the key {REDACTED} is unknown"


def test_a_text_without_secrets_stays_as_it_is() -> None:
    text = "the object public/upload/n/film.mp4 does not exist at https://s3.example:9000/media (404)"
    assert of_text(text) == text


@pytest.mark.parametrize(
    "value",
    [
        {"metadata": {"annotations": {"note": KEY, "kubectl.kubernetes.io/last-applied-configuration": KEY}}},
        {"metadata": {"managedFields": [KEY]}},
        {
            "spec": {
                "workflows": [{"name": "w", "configuration": {"notify": {"url": KEY, "headers": [KEY, {"a": KEY}]}}}]
            }
        },
        {"spec": {"resume": [{"stage": "review", "data": {"answer": KEY}}]}},
        {"spec": {"template": {"spec": {"containers": [{"env": [{"name": "FOO", "value": KEY}], "args": [KEY]}]}}}},
        {"spec": {"podSpecPatch": '{"containers": [{"env": [{"name": "FOO", "value": "' + KEY + '"}]}]}'}},
        {"inputs": {"artifacts": [{"name": "context", "raw": {"data": '{"url": "' + KEY + '"}'}}]}},
        {"data": {"MEDIA_INSIGHTS_OPERATOR_ENVIRONMENT": '{"FOO": "' + KEY + '"}'}},
        {"spec": {"arguments": {"parameters": [{"name": "p", "value": KEY}]}}},
        {"kind": "Secret", "metadata": {"name": "s"}, "data": {"a": KEY}, "stringData": {"b": KEY}},
        {"items": [{"kind": "Secret", "data": {"a": KEY}}]},
        {"data": {"password": KEY, "clientToken": KEY, "private_key": KEY}},
        {"data": {"config.yaml": f"user: me\npassword: {KEY}\n"}},
        {"spec": {"source": {"https": {"url": f"https://media.example/film.mp4?sig={KEY}"}}}},
        {"status": {"message": f"https://u:{KEY}@s3.example refused"}},
        {"spec": {"accessKeyId": KEY, "sessiontoken": [KEY, KEY]}},
        {f"https://u:{KEY}@host/": "a key that is a tenant's words"},
    ],
)
def test_an_object_holds_no_secret(value: dict[str, Any]) -> None:
    assert KEY not in str(of_object(value))


def test_an_object_keeps_what_explains_it() -> None:
    pod = {
        "metadata": {"name": "p", "labels": {"app": "controller"}, "creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {
            "containers": [{"name": "c", "env": [{"name": "A", "value": "b"}], "image": "r.example/c:1@sha256:a"}]
        },
        "status": {"restartCount": 3, "ready": False, "message": "OOMKilled"},
    }
    redacted = of_object(pod)
    assert redacted["metadata"] == pod["metadata"]
    assert redacted["status"] == pod["status"]
    (container,) = redacted["spec"]["containers"]
    assert container["image"] == "r.example/c:1@sha256:a"
    assert container["env"] == [{"name": "A", "value": REDACTED}]


def test_the_name_of_a_secret_is_none() -> None:
    volume = {"secret": {"secretName": "media-store"}, "secretRef": {"name": "keys"}}
    assert of_object(volume) == volume


@pytest.mark.parametrize("text", ["0", "token", "a://", "a.", "passw=", "http://a@", "eyJaaaaaaaa.", 'key: "'])
def test_a_line_of_a_hostile_log_is_read_at_once(text: str) -> None:
    assert of_text(text * 20_000)

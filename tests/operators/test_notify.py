"""notify: receivers get one honest event, tenants get no way into the network, and nothing is lost in silence."""

import base64
import hashlib
import hmac
import json
import subprocess
import tempfile
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from tests.operators.runs import Outcome, defaults, inside, run_folder
from tests.operators.servers import Reply, Request, serving

TAKEN = Reply(204)
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CONTEXT = {
    "asset": {"name": "clip", "namespace": "newsroom", "uid": "asset-1"},
    "execution": {"name": "run-1", "uid": "uid-1"},
    "workflow": "analysis",
    "operator": {"name": "notify", "alias": None, "resultName": "notify", "version": "1.0.0"},
    "source": {"uri": "s3://media/public/upload/clip.mp4", "fileName": "clip.mp4"},
    "media": {"type": "Video"},
    "inputs": {},
    "earlier": [{"name": "transcribe", "operator": "transcribe", "results": {"TranscribeVideo": "private/t.json"}}],
}


def notify(secret: dict[str, str], *, context: dict[str, Any] = CONTEXT, **parameters: Any) -> Outcome:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("in", "out"):
            (folder / name).mkdir()
        (folder / "in/parameters.json").write_text(json.dumps(defaults("notify") | parameters))
        (folder / "in/context.json").write_text(json.dumps(context))
        nothing = {"WEBHOOK_URL": "", "WEBHOOK_SIGNING_KEY": "", "WEBHOOK_ALLOWED_HOSTS": ""}
        return run_folder("notify", folder, **nothing | secret)


def refused(outcome: Outcome, code: int, *words: str) -> None:
    assert (outcome.exit_code, outcome.files) == (code, {}), outcome.sentence + outcome.stderr
    for word in words:
        assert word in outcome.sentence


def signature(request: Request, key: bytes) -> str:
    """What Standard Webhooks say that the signature is: of id, time stamp and body, joined by dots."""
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.content
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


def test_the_event_is_one_that_others_can_read() -> None:
    with serving(TAKEN) as server:
        outcome = notify({"WEBHOOK_URL": f"{server.url}/hooks?token=t"}, message="ready")
    (request,) = server.requests
    assert request.path == "/hooks?token=t"
    assert request.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    event = JSONFormat().read(CloudEvent, request.content)
    assert (event.get_specversion(), event.get_id()) == ("1.0", "uid-1/notify")
    assert event.get_type() == "dev.mediainsights.execution.results.v1"
    assert event.get_source() == "/apis/mediainsights.dev/v1alpha1/namespaces/newsroom/mediaassets/clip"
    assert event.get_subject() == "run-1"
    data = request.json["data"]
    assert (data["workflow"], data["message"], data["steps"]) == ("analysis", "ready", CONTEXT["earlier"])
    assert outcome.result == {
        "Id": "uid-1/notify",
        "Type": "dev.mediainsights.execution.results.v1",
        "Host": server.host,
        "StatusCode": 204,
        "Attempts": 1,
        "Signed": False,
    }
    assert "webhook-signature" not in request.headers


def test_the_same_run_makes_the_same_event_and_an_alias_another() -> None:
    alias = CONTEXT | {"operator": {"name": "notify", "alias": "tell-editors"}}
    with serving(TAKEN) as server:
        for context in (CONTEXT, CONTEXT, alias):
            assert notify({"WEBHOOK_URL": server.url}, context=context).exit_code == 0
    first, second, third = server.requests
    assert first.content == second.content
    assert third.json["id"] == third.headers["webhook-id"] == "uid-1/tell-editors"


def test_what_may_be_a_password_in_the_sources_address_is_left_out() -> None:
    source = {"uri": "https://cdn.example.com/a.mp4?sig=secret", "fileName": "a.mp4?sig=secret"}
    with serving(TAKEN) as server:
        assert notify({"WEBHOOK_URL": server.url}, context=CONTEXT | {"source": source}).exit_code == 0
    assert server.requests[0].json["data"]["source"] == {"uri": "https://cdn.example.com/a.mp4", "fileName": "a.mp4"}


def test_a_key_in_the_store_is_told_whole_whatever_signs_it_has() -> None:
    source = {"uri": "s3://media/public/upload/why? #1.mp4", "fileName": "why? #1.mp4"}
    with serving(TAKEN) as server:
        assert notify({"WEBHOOK_URL": server.url}, context=CONTEXT | {"source": source}).exit_code == 0
    assert server.requests[0].json["data"]["source"] == source


@pytest.mark.parametrize(
    ("text", "key"),
    [(KEY, base64.b64decode(KEY[6:])), ("a long enough plain key\n", b"a long enough plain key")],
)
def test_the_signature_is_that_of_standard_webhooks(text: str, key: bytes) -> None:
    with serving(TAKEN) as server:
        outcome = notify({"WEBHOOK_URL": server.url, "WEBHOOK_SIGNING_KEY": text})
    (request,) = server.requests
    assert request.headers["webhook-signature"] == signature(request, key)
    assert outcome.result["Signed"] is True
    assert text.strip() not in outcome.stderr + json.dumps(outcome.result)


def test_the_reckoning_of_signatures_is_the_published_one() -> None:
    # the example that the implementations of Standard Webhooks are tested with
    headers = {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330"}
    request = Request("/", headers, b'{"test": 2432232314}')
    assert signature(request, base64.b64decode(KEY[6:])) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("key", ["short", "whsec_!!!!", "whsec_c2hvcnQ="])
def test_a_weak_or_damaged_key_is_refused_and_not_told(key: str) -> None:
    with serving(TAKEN) as server:
        outcome = notify({"WEBHOOK_URL": server.url, "WEBHOOK_SIGNING_KEY": key})
    refused(outcome, 2, "WEBHOOK_SIGNING_KEY in the Secret")
    assert key not in outcome.sentence
    assert server.requests == []


LOCAL = {"WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8, ::1"}


def test_a_listed_host_may_be_named_by_a_parameter() -> None:
    with serving(TAKEN) as server:
        port = server.host.partition(":")[2]
        url = f"http://localhost:{port}/own"
        outcome = notify({"WEBHOOK_ALLOWED_HOSTS": f"hooks.example.com,localhost:{port}", **LOCAL}, url=url)
    assert outcome.result["Host"] == f"localhost:{port}"
    assert (server.requests[0].path, server.requests[0].headers["host"]) == ("/own", f"localhost:{port}")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:{port}/",
        "http://127.0.0.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://0.0.0.0:{port}/",
    ],
)
def test_a_private_address_is_refused_also_behind_a_listed_host(url: str) -> None:
    hosts = "localhost:{port} 127.0.0.1:{port} 2130706433:{port} 0x7f.1:{port} 0.0.0.0:{port}"
    with serving(TAKEN) as server:
        port = server.host.partition(":")[2]
        outcome = notify({"WEBHOOK_ALLOWED_HOSTS": hosts.format(port=port)}, url=url.format(port=port))
    refused(outcome, 2, "url: ")
    assert server.requests == []


NETWORKS = {
    **dict.fromkeys(("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"), False),
    **dict.fromkeys(("10.0.0.1", "100.64.0.1", "169.254.169.254", "fd00::1", "fe80::1", "fec0::1"), True),
    **dict.fromkeys(("::10.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::1", "ff02::1"), True),
}
"""Address → whether it lies where nobody outside comes, or leads there."""


def test_what_a_name_resolves_to_must_be_public_however_it_is_written() -> None:
    code = "from addresses import Allowed\nanswer = {each: Allowed((), ()).refused(each) for each in given[0]}"
    assert inside("notify", code, list(NETWORKS)) == NETWORKS


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://evil.example/", "hooks.example.com"),
        ("https://evilexample.com/", "*.example.com"),
        ("https://example.com/", "*.example.com"),
        ("https://hooks.example.com:8443/", "hooks.example.com"),
        ("http://hooks.example.com:443/", "hooks.example.com"),
        ("http://169.254.169.254/latest/meta-data", ""),
        ("https://hooks.example.com.evil.example/", "hooks.example.com"),
    ],
)
def test_a_host_that_is_not_listed_is_not_even_looked_up(url: str, hosts: str) -> None:
    secret = {"WEBHOOK_URL": "https://hooks.example.com/", "WEBHOOK_ALLOWED_HOSTS": hosts}
    refused(notify(secret, url=url), 2, "is not among the hosts that may be notified", "WEBHOOK_ALLOWED_HOSTS")


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.com@evil.example/",
        "https://hooks.example.com\\@evil.example/",
        "https://hooks.example.com /",
        "https://hooks.example.com/\r\nX: y",
        "file:///etc/passwd",
        "gopher://hooks.example.com/",
        "//hooks.example.com/",
        "https://ho\u03bfks.example.com/",
    ],
)
def test_addresses_that_readers_read_differently_are_refused(url: str) -> None:
    refused(notify({"WEBHOOK_ALLOWED_HOSTS": "hooks.example.com"}, url=url), 2, "url ")


def test_a_redirect_leads_nowhere() -> None:
    with serving(TAKEN) as inside, serving(Reply(307, b"", {"Location": inside.url})) as server:
        refused(notify({"WEBHOOK_URL": server.url}), 2, "redirects, which is not followed")
    assert inside.requests == []


def test_a_busy_receiver_gets_the_same_event_again() -> None:
    with serving(Reply(503, b"", {"Retry-After": "0"}), Reply(429, b"", {"Retry-After": "0"}), TAKEN) as server:
        outcome = notify({"WEBHOOK_URL": server.url, "WEBHOOK_SIGNING_KEY": KEY})
    assert outcome.result["Attempts"] == 3
    assert len({(it.headers["webhook-id"], it.headers["webhook-signature"], it.content) for it in server.requests}) == 1


@pytest.mark.parametrize(
    ("reply", "code", "words"),
    [
        pytest.param(
            Reply(500, b"down\n", {"Retry-After": "0"}), 75, "answered 500: down (tried 3 times)", id="broken"
        ),
        pytest.param(Reply(410, {"message": "gone"}), 2, "answered 410: gone; check the address", id="gone"),
        pytest.param(Reply(200, b"x" * 65_536, length=2**34), 75, "more than 65536 bytes", id="endless"),
    ],
)
def test_what_is_not_taken_is_told(reply: Reply, code: int, words: str) -> None:
    with serving(reply) as server:
        refused(notify({"WEBHOOK_URL": server.url}), code, words)


@pytest.mark.thorough
def test_a_receiver_that_does_not_answer_in_time_is_tried_again_later() -> None:
    with serving(Reply(204, withheld=True)) as server:
        refused(notify({"WEBHOOK_URL": server.url}, requestSeconds=1), 75, "could not be reached")


def test_only_a_certificate_is_called_a_certificate() -> None:
    with serving(TAKEN) as server:
        outcome = notify({"WEBHOOK_URL": server.url.replace("http:", "https:")}, requestSeconds=1)
    refused(outcome, 75, f"{server.host} could not be reached")
    assert "certificate" not in outcome.sentence


def test_without_an_address_it_says_what_is_missing() -> None:
    refused(notify({}), 2, "an administrator puts WEBHOOK_URL into the Secret")
    refused(notify({}, url="https://hooks.example.com/"), 2, "WEBHOOK_ALLOWED_HOSTS")


def test_certificates_are_checked_by_the_name_also_where_the_address_is_pinned(tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", *options, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    tls = SSLContext(PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    trusted = {"WEBHOOK_CA_CERTIFICATE": certificate.read_text()}
    with serving(TAKEN, tls=tls) as server:
        port = server.host.partition(":")[2]
        hosts = {"WEBHOOK_ALLOWED_HOSTS": f"localhost:{port} 127.0.0.1:{port}", **LOCAL}
        assert notify({**hosts, **trusted}, url=f"https://localhost:{port}/").exit_code == 0
        refused(notify({**hosts, **trusted}, url=f"https://127.0.0.1:{port}/"), 2, "certificate", "is not trusted")
        refused(notify(hosts, url=f"https://localhost:{port}/"), 2, "certificate", "is not trusted")
        refused(notify({**hosts, "WEBHOOK_CA_CERTIFICATE": "x"}, url=f"https://localhost:{port}/"), 2, "PEM")
    assert len(server.requests) == 1

"""Webhooks over a real server on loopback: signed, bounded, not led anywhere else."""

import asyncio
import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from aiohttp import web

from media_insights.events.signatures import parse_key, signed_headers
from media_insights.events.webhook_addresses import Networks, parse_webhook_url
from media_insights.events.webhook_sink import WebhookSink
from tests.unit.events.made import KEY, Receiver, entry_of

EVENT = entry_of(1).events[0]
LOOPBACK = ("127.0.0.0/8",)


def sink(url: str, networks: tuple[str, ...] = LOOPBACK, **more: Any) -> WebhookSink:
    return WebhookSink(
        name="one", url=url, key=KEY, networks=Networks.of(networks), clock=lambda: 1_700_000_000, **more
    )


async def sent(receiver: Receiver, **more: Any) -> tuple[str, str, float]:
    async with receiver.served():
        webhook = sink(receiver.url, **more)
        outcome = await webhook.send(EVENT)
        await webhook.close()
    return outcome.verdict, outcome.why, outcome.pause


async def test_the_event_arrives_signed() -> None:
    receiver = Receiver()
    assert await sent(receiver) == ("Taken", "", 0)
    ((headers, body),) = receiver.requests
    assert json.loads(body)["id"] == headers["webhook-id"] == EVENT.id
    assert headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
    signed = b"asset-1/1.1700000000." + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_the_signature_is_the_published_example() -> None:
    """https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/python/tests/test_webhooks.py."""
    key = parse_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', key, 1614265330)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("text", ["short", "whsec_!!!!", "whsec_c2hvcnQ="])
def test_a_key_that_protects_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a signing key"):
        parse_key(text)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, "Taken"),
        (301, "Later"),
        (400, "Refused"),
        (401, "Later"),
        (404, "Later"),
        (410, "Refused"),
        (422, "Refused"),
        (429, "Later"),
        (500, "Later"),
    ],
)
async def test_what_the_receiver_answers_decides(status: int, verdict: str) -> None:
    headers = {"Location": "http://127.0.0.1:1/", "Retry-After": "17"}
    receiver = Receiver(
        lambda _: web.json_response({"error": {"message": "no\n\x1bway"}}, status=status, headers=headers)
    )
    got, why, pause = await sent(receiver)
    assert (got, len(receiver.requests)) == (verdict, 1)
    if verdict != "Taken":
        assert why == f"127.0.0.1 answered {status}: no \\x1bway"
        assert pause == 17


async def test_a_long_answer_is_not_read() -> None:
    verdict, why, _ = await sent(Receiver(lambda _: web.Response(status=500, text="x" * 1_000_000)))
    assert verdict == "Later"
    assert len(why) < 400


class Silent(Receiver):
    async def handle(self, _: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_receiver_that_never_answers_is_left() -> None:
    verdict, why, _ = await sent(Silent(), seconds=0.2)
    assert (verdict, why) == ("Later", "127.0.0.1 did not answer within 0.2 s")


async def test_nobody_listens() -> None:
    receiver = Receiver()
    async with receiver.served():
        webhook = sink(receiver.url)
    outcome = await webhook.send(EVENT)
    await webhook.close()
    assert outcome.verdict == "Later"
    assert "could not be reached" in outcome.why


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
async def test_an_address_inside_a_network_is_not_reached_unless_it_is_listed(host: str) -> None:
    receiver = Receiver()
    async with receiver.served():
        webhook = sink(receiver.url.replace("127.0.0.1", host), networks=("10.0.0.0/8",))
        outcome = await webhook.send(EVENT)
        await webhook.close()
    assert outcome.verdict == "Later"
    assert receiver.requests == []
    if not host[0].isdigit() or host == "127.0.0.1":  # other spellings in numbers are names that nobody has
        assert "inside a network" in outcome.why


@pytest.mark.parametrize(
    ("address", "secure", "why"),
    [
        ("169.254.169.254", True, "inside a network"),
        ("fd00::1", True, "inside a network"),
        ("9.9.9.9", False, "only https"),
        ("9.9.9.9", True, ""),
        ("10.1.2.3", False, ""),
    ],
)
def test_which_addresses_may_be_reached(address: str, secure: bool, why: str) -> None:  # noqa: FBT001 - a table
    networks = Networks.of(("10.0.0.0/8",))
    if not why:
        return networks.demand_reachable("host", address, secure=secure)
    with pytest.raises(OSError, match=why):
        networks.demand_reachable("host", address, secure=secure)
    return None


@pytest.mark.parametrize("url", ["ftp://a/", "https://", "https://u:p@a/", "https://a/ b", "a", "http://a:0/"])
def test_what_is_no_address_of_a_webhook_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="webhook"):
        parse_webhook_url(url)

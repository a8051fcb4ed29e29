"""The same consumer over NATS JetStream instead of webhooks: ``pip install nats-py``, and copy it too."""

import asyncio
import contextlib
import json
import logging
import os
import secrets

import nats
from consumer import Consumer
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NothingCameError
from nats.js.api import ConsumerConfig
from transcripts import Database, consumer_of

_log = logging.getLogger(__name__)
AGAIN = 5.0
"""Seconds until an event comes again that was not handled."""


async def follow(consumer: Consumer, url: str, subject: str = "media.>", name: str = "transcripts") -> None:
    """Handle what a stream has for us, one event after the other, for ever; it remembers under ``name`` how far we are.

    One at a time keeps the order when an event comes again. Several consumers of one name share the work.
    """
    client = await nats.connect(url, max_reconnect_attempts=-1)
    config = ConsumerConfig(max_ack_pending=1, ack_wait=60)
    try:
        messages = await client.jetstream().pull_subscribe(subject, durable=name, config=config)
        while True:
            with contextlib.suppress(NothingCameError):
                (message,) = await messages.fetch(1, timeout=30)
                await _handle(consumer, message)
    finally:
        await client.close()


async def _handle(consumer: Consumer, message: Msg) -> None:
    event = json.loads(message.data)
    try:
        await asyncio.to_thread(consumer.once, event)
    except Exception:  # noqa: BLE001 - whatever it is, the event comes again
        _log.exception("the event %s is not handled; it comes again", event["id"])
        await message.nak(delay=AGAIN)
    else:
        await message.ack_sync()


if __name__ == "__main__":
    place = Database(os.environ.get("DATABASE", "transcripts.db"))
    place.prepare()
    nobody = {"WEBHOOK_KEY": secrets.token_hex(32)}  # no webhook is taken here
    asyncio.run(follow(consumer_of({**os.environ, **nobody}, place), os.environ["NATS_URL"]))

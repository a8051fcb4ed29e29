"""The notice itself: a CloudEvent 1.0 as JSON, and its signature as Standard Webhooks define it."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from typing import Any

from media_operator import BadParameters

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
KEY_MARK = "whsec_"
"""What begins a signing key in base64 with Standard Webhooks."""
SHORTEST_KEY = 16
"""Bytes; a shorter key can be found by trying."""

Event = dict[str, Any]


def event_of(context: dict[str, Any], kind: str, message: str) -> Event:
    """Return the event that the run has come so far.

    Its id is the execution's and the step's: every try and every repeat of one run has the same, so that a receiver can
    drop what it knows. No time is in it: the same run makes the same event.
    """
    asset, execution, operator = (context.get(key, {}) for key in ("asset", "execution", "operator"))
    owner = f"namespaces/{asset.get('namespace', '')}/mediaassets/{asset.get('name', '')}"
    step = operator.get("alias") or operator.get("name") or "notify"
    return {
        "specversion": "1.0",
        "id": f"{execution.get('uid', '')}/{step}",
        "source": f"/apis/mediainsights.dev/v1alpha1/{owner}",
        "type": kind,
        "subject": execution.get("name") or "execution",
        "datacontenttype": "application/json",
        "data": {
            "asset": asset,
            "execution": execution,
            "workflow": context.get("workflow", ""),
            "step": step,
            **({"message": message} if message else {}),
            "source": _public(context.get("source", {})),
            "media": context.get("media", {}),
            "steps": context.get("earlier", []),
        },
    }


def _public(source: dict[str, str]) -> dict[str, str]:
    """Return the source without the query of a URL, which may be what lets its bearer in; a key may hold any sign."""
    if source.get("uri", "").startswith("s3://"):
        return source
    return {key: re.split(r"[?#]", value)[0] for key, value in source.items()}


def content_of(event: Event) -> bytes:
    """Return the event as it is sent."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def key_of(text: str, what: str) -> bytes | None:
    """Return the signing key that a text says, None for no text: `whsec_` and base64, or any other text as it is.

    Raises BadParameters, naming `what`, for one that is no base64 or too short to be a secret.
    """
    if not text:
        return None
    try:
        key = (
            base64.b64decode(text.removeprefix(KEY_MARK), validate=True) if text.startswith(KEY_MARK) else text.encode()
        )
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadParameters(f"{what} must be {KEY_MARK} followed by base64, or plain text") from error
    if len(key) < SHORTEST_KEY:
        raise BadParameters(f"{what} has {len(key)} bytes; {SHORTEST_KEY} are the least that cannot be guessed")
    return key


def headers_of(event_id: str, content: bytes, key: bytes | None, now: int) -> dict[str, str]:
    """Return the headers of Standard Webhooks; `now` in seconds since 1970 lets receivers refuse what is old."""
    headers = {"Content-Type": CONTENT_TYPE, "webhook-id": event_id, "webhook-timestamp": str(now)}
    if key is None:
        return headers
    signed = f"{event_id}.{now}.".encode() + content
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return headers | {"webhook-signature": f"v1,{signature}"}

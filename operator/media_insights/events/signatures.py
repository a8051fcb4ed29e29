"""Signatures of webhooks as Standard Webhooks define them: https://github.com/standard-webhooks/standard-webhooks."""

import base64
import binascii
import hashlib
import hmac

KEY_MARK = "whsec_"
"""What begins a signing key in base64."""
SHORTEST_KEY = 16
"""Bytes; a shorter key can be found by trying."""


def parse_key(text: str) -> bytes:
    """Return the signing key that a text says: ``whsec_`` and base64, or any other text as it is. Raises ValueError."""
    try:
        marked = text.startswith(KEY_MARK)
        key = base64.b64decode(text.removeprefix(KEY_MARK), validate=True) if marked else text.encode()
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError(f"a signing key is {KEY_MARK} followed by base64, or plain text") from error
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"a signing key has at least {SHORTEST_KEY} bytes, but this one has {len(key)}")
    return key


def signed_headers(event_id: str, content: bytes, key: bytes, now: int) -> dict[str, str]:
    """Return the headers of a signed webhook; ``now`` in seconds since 1970 lets receivers refuse what is old."""
    signature = base64.b64encode(hmac.new(key, f"{event_id}.{now}.".encode() + content, hashlib.sha256).digest())
    return {"webhook-id": event_id, "webhook-timestamp": str(now), "webhook-signature": f"v1,{signature.decode()}"}

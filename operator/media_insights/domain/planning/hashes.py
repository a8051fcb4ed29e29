"""Short names for content: the same content always has the same name, on every machine."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

_LONGEST = 63
"""Argo labels pods with the workflow's name, and a label's value has at most 63 characters."""
_DIGEST = 8


def configuration_hash(workflow: str, configuration: Mapping[str, Any]) -> str:
    """Return the identity of one entry of ``spec.workflows``, independent of the order in which it was written."""
    text = json.dumps([workflow, configuration], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def execution_name(asset: str, asset_uid: str, workflow: str, hash_: str) -> str:
    """Return the name of the execution that an asset's entry makes: readable, unique, at most 63 characters.

    The asset's UID is part of the digest, so that an asset that is made again under its old name runs again.
    """
    digest = short_hash(asset_uid, workflow, hash_)
    readable = f"{asset}-{workflow}"[: _LONGEST - 1 - _DIGEST].replace(".", "-").strip("-")
    return f"{readable}-{digest}"


def short_hash(*parts: str) -> str:
    """Return eight lower-case letters and digits for some texts."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:_DIGEST]

"""Redaction: what may be a secret is replaced before it is kept, in objects by its place and in texts by its shape.

It replaces too much rather than too little: what tenants write freely (parameters, answers, annotations, literal
variables of containers) goes as a whole.
"""

import re
from collections.abc import Mapping
from typing import Any

REDACTED = "REDACTED"
FREE = frozenset(
    {"configuration", "parameters", "resume", "annotations", "arguments", "args", "command", "env", "podSpecPatch"}
)
"""Fields whose content is anybody's words: their values go, the names of their keys stay."""
DROPPED = frozenset({"managedFields", "binaryData", "stringData", "compressedNodes"})
"""Fields without which an object says the same, or that hold nothing else but secrets."""
NAMING = frozenset(
    {"name", "namespace", "kind", "secretName", "secretRef", "secretKeyRef", "key", "serviceAccountName"}
)
"""Fields that name a thing; the name of a Secret is none."""
_SECRET_NAME = re.compile(
    r"passw|secret|token|credential|authorization|cookie|signature|private.?key|access.?key|api.?key|session.?key|"
    r"encryption.?key|hmac|environment",
    re.IGNORECASE,
)
_WORD = (
    r"(?:[\w.-]*(?:passw\w*|secret|token|credential\w*|api.?key|access.?key\w*|private.?key|signature|"
    r"session.?keys?|encryption.?key|hmac)[\w.-]*)"
)
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL), REDACTED),
    (re.compile(r"\bwhsec_[\w+/=-]+"), REDACTED),
    (re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]*)*"), REDACTED),
    (re.compile(r"\b(?:A3T|AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}\b"), REDACTED),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {REDACTED}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^/\s@\"']+@"), rf"\1{REDACTED}@"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s?#\"'<>]+)[?#][^\s\"'<>]+"), rf"\1?{REDACTED}"),
    (re.compile(rf"(?i)([\"']?{_WORD}[\"']?\s*[:=]\s*)(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s,;}}\"']+)"), rf"\1{REDACTED}"),
)
"""Shape of a secret in a text → what takes its place: keys of TLS, SSH, webhooks and AWS, tokens, headers,
URLs with a password or a query (which is what signs them), and values behind names that say so."""


def of_text(text: str) -> str:
    """Return a text without what has the shape of a secret."""
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


def of_object(value: Any, field: str = "") -> Any:
    """Return a value of a manifest without secrets; ``field`` is the name of the field that it is in."""
    if isinstance(value, Mapping):
        if str(value.get("kind")) == "Secret":
            return {"kind": "Secret", "data": REDACTED}
        return {_key(name): _member(name, each) for name, each in value.items() if name not in DROPPED}
    if isinstance(value, list | tuple):
        return [of_object(each, field) for each in value]
    if not isinstance(value, str):
        return value
    return REDACTED if _SECRET_NAME.search(field) and field not in NAMING else of_text(value)


def _member(name: str, value: Any) -> Any:
    if name in FREE:
        return _emptied(value)
    if isinstance(value, str) and name == "data":
        return REDACTED
    return of_object(value, name)


def _key(name: str) -> str:
    """A key may be a tenant's words, too."""
    return of_text(name)


def _emptied(value: Any) -> Any:
    """Keep which keys there are and how many values, and no value; names of variables stay."""
    if isinstance(value, Mapping):
        return {
            _key(name): of_text(each) if name in NAMING and isinstance(each, str) else _emptied(each)
            for name, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_emptied(each) for each in value]
    return REDACTED

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
    r"(?:passw|secret|token|credential|api.?key|access.?key|private.?key|signature|session.?key|encryption.?key|hmac)"
    r"[\w.-]{0,64}"
)
_WORDS = re.compile(r"[^\s\"'<>]++")
_QUERY = re.compile(r"[?#]")
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL), REDACTED),
    (re.compile(r"\bwhsec_[\w+/=-]+"), REDACTED),
    (re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]*)*"), REDACTED),
    (re.compile(r"\b(?:A3T|AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}\b"), REDACTED),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {REDACTED}"),
    (re.compile(r"(://)[^/\s@\"']++@"), rf"\1{REDACTED}@"),
    (
        re.compile(rf"(?i)({_WORD}[\"']?\s{{0,16}}[:=]\s*)(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s,;}}\"']+)"),
        rf"\1{REDACTED}",
    ),
)
"""Shape of a secret in a text → what takes its place: keys of TLS, SSH, webhooks and AWS, tokens, headers,
URLs with a password, and values behind names that say so."""


def of_text(text: str) -> str:
    """Return a text without what has the shape of a secret, in time that grows with the text alone."""
    text = _WORDS.sub(_without_query, text)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


def _without_query(found: re.Match[str]) -> str:
    """Return a word without the query of the address in it, which is what signs addresses."""
    word = found[0]
    _, scheme, rest = word.partition("://")
    query = _QUERY.search(rest) if scheme else None
    if query is None or query.start() == 0 or query.end() == len(rest):
        return word
    return f"{word[: len(word) - len(rest) + query.start()]}?{REDACTED}"


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

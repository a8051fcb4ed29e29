"""Names and label values that Kubernetes accepts, made from names of files and objects.

Kubernetes allows an object's name 253 characters, but a label's value and a DNS label 63: whatever ends up in a label
– Argo labels pods with the name of their Argo Workflow, which is the execution's – has the shorter limit.
"""

import base64
import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 63
"""Characters of a label's value, and of an execution's name."""
LONGEST_ASSET = 40
"""Characters of an asset's name that is made here: room for workflow and suffix in the names of its executions."""
_DIGEST = 8
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_COLLECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def asset_name_of(file_name: str) -> str:
    """Return a DNS label from a file name: ``Key (2) – 日本.mp4`` → ``key-2``, else ``media``."""
    plain = unicodedata.normalize("NFKD", PurePosixPath(file_name).stem).encode("ascii", "ignore").decode().lower()
    return _cut(re.sub(r"[^a-z0-9]+", "-", plain).strip("-"), LONGEST_ASSET) or "media"


def label_of(name: str) -> str:
    """Return a name as a DNS label, word by word: ``MieWorkflow`` is ``mie-workflow``; may be empty."""
    return _OTHER.sub("-", _HUMP.sub("-", name).lower()).strip("-")[:LONGEST].strip("-")


def unique(name: str, suffix: str) -> str:
    """Return an asset's name with a suffix that tells it from another of the same name."""
    return f"{_cut(name, LONGEST_ASSET - len(suffix) - 1)}-{suffix}"


def execution_name(asset: str, workflow: str, suffix: str) -> str:
    """Return the name of an execution of a workflow over an asset: readable, at most :data:`LONGEST` characters.

    ``suffix`` makes it unique: a digest where the same wish must give the same name, or else something random.
    """
    readable = f"{asset}-{workflow}".replace(".", "-")
    return f"{_cut(readable, LONGEST - 1 - len(suffix)).strip('-')}-{suffix}"


def label_value(name: str) -> str:
    """Return an object's name as a label's value: itself, or its beginning and a digest when it is too long."""
    if len(name) <= LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{_cut(name, LONGEST - 1 - _DIGEST)}-{digest}"


def is_collection_name(name: str) -> bool:
    """Return whether a collection may have the name: a part of a key, of at most 128 plain characters."""
    return _COLLECTION.fullmatch(name) is not None


def short_hash(*parts: str) -> str:
    """Return eight lower-case letters and digits: the same for the same texts, on every machine."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:_DIGEST]


def _cut(name: str, length: int) -> str:
    """Names and label values must not end in a dash or a dot."""
    return name[:length].rstrip("-.")

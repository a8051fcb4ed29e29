"""Layout of the object store: MIE's, with UIDs in place of names.

UIDs, never user text: an asset that is deleted and made again under the same name sees nothing of the old one.
"""

import unicodedata
from pathlib import PurePosixPath

UPLOADS = "public/upload/"
"""Prefix of uploaded files; by default the only place where an asset's source may be."""
PRIVATE = "private/"
"""Prefix of everything that the product itself keeps: never a place that a user's parameter may name."""
ASSETS = "private/assets/"
"""Prefix of everything that is known about assets."""
COLLECTIONS = "private/collections/"
"""Prefix of all collections, for instance known faces."""
LOGS = "logs"
"""Folder of an asset's logs: beside its executions' files, and removed with the asset as they are."""
PLAN_FILE = "plan.json"
"""The snapshot of an execution, beside its results."""
_FILE_NAME_BYTES = 200
"""Longest file name in a key; S3 allows 1024 bytes for the whole key."""
_DIGEST = 16
"""Characters of a digest that tell files apart."""


def upload_key(file: str) -> str:
    """Return the key of an uploaded file: its name without folders."""
    return f"{UPLOADS}{PurePosixPath(file).name}"


def own_upload_key(namespace: str, digest: str, file: str, suffix: str = "") -> str:
    """Return the key of an uploaded file that no other file has.

    ``digest`` is the SHA-256 of its content, in hex; ``suffix`` tells uploads of the same content apart.
    """
    folder = f"{digest[:_DIGEST]}-{suffix}" if suffix else digest[:_DIGEST]
    return f"{UPLOADS}{namespace}/{folder}/{_file_name(file)}"


def names_content(key: str) -> bool:
    """Return whether an upload's key names the content by its digest, so that equal keys mean equal files."""
    return key.count("/") >= UPLOADS.count("/") + 2


def import_key(namespace: str, result: str, digest: str) -> str:
    """Return the key of an uploaded result; ``digest`` is the SHA-256 of its content, in hex."""
    return f"{UPLOADS}{namespace}/imports/{result}-{digest[:_DIGEST]}.json"


def asset_prefix(asset_uid: str) -> str:
    """Return the prefix of all that belongs to an asset, with the final slash: what deletion removes."""
    return f"{ASSETS}{_uid(asset_uid)}/"


def execution_prefix(asset_uid: str, execution_uid: str) -> str:
    """Return the prefix of one execution's files, with the final slash."""
    return f"{asset_prefix(asset_uid)}workflows/{_uid(execution_uid)}/"


def result_key(asset_uid: str, execution_uid: str, result_name: str, suffix: str = ".json") -> str:
    """Return the key of a result; ``suffix`` is the one of the operator's file (``.json``, ``.ndjson``)."""
    return f"{execution_prefix(asset_uid, execution_uid)}{result_name}{suffix}"


def result_name(key: str) -> str:
    """Return the name of the result that is stored under a key: the inverse of :func:`result_key`."""
    return PurePosixPath(key).stem


def medium_key(asset_uid: str, execution_uid: str, file: str, folder: str = "") -> str:
    """Return the key of any other file; ``folder`` is the alias (or name) of a step that must not collide."""
    return f"{execution_prefix(asset_uid, execution_uid)}{folder}{'/' if folder else ''}{file}"


def plan_key(asset_uid: str, execution_uid: str) -> str:
    """Return the key of an execution's snapshot."""
    return f"{execution_prefix(asset_uid, execution_uid)}{PLAN_FILE}"


def asset_uid_of(key: str) -> str:
    """Return the UID of the asset that a key below :data:`ASSETS` belongs to."""
    return key.removeprefix(ASSETS).partition("/")[0]


def logs_prefix(asset_uid: str, execution: str) -> str:
    """Return the prefix of what the operators of an execution (its name) wrote to their logs, with the final slash.

    Argo's executor stores them below it by the key format of the artifact repository, one folder per pod.
    """
    return f"{asset_prefix(asset_uid)}{LOGS}/{_uid(execution)}/"


def collections_prefix(namespace: str, kind: str = "") -> str:
    """Return the prefix of a namespace's collections of a kind (of every kind without one), with the final slash."""
    return f"{COLLECTIONS}{_uid(namespace)}/{_uid(kind) + '/' if kind else ''}"


def collection_prefix(namespace: str, kind: str, name: str) -> str:
    """Return the prefix of one collection with all its versions: what its deletion removes."""
    return f"{collections_prefix(namespace, kind)}{_uid(name)}/"


def collection_key(namespace: str, kind: str, name: str) -> str:
    """Return the key of a collection's newest version."""
    return f"{collection_prefix(namespace, kind, name)}collection.json"


def _file_name(file: str) -> str:
    """Return a file's name in one Unicode form, without control characters, short enough for a key."""
    name = "".join(char for char in unicodedata.normalize("NFC", PurePosixPath(file).name) if char.isprintable())
    suffix = PurePosixPath(file).suffix[:16]
    while len(name.encode("utf-8", "replace")) > _FILE_NAME_BYTES:
        name = name[: -len(suffix) - 1] + suffix if suffix else name[:-1]
    return name.encode("utf-8", "replace").decode()


def _uid(text: str) -> str:
    """Guard every prefix that is listed or deleted: an empty UID would mean all assets."""
    if not text or "/" in text or text in (".", ".."):
        raise ValueError(f"a UID is not empty and has no slash, but this one is {text!r}")
    return text

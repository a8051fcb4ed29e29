"""Layout of the object store: MIE's below a prefix per namespace, with UIDs in place of names.

::

    public/upload/<namespace>/…                                    uploads
    private/<namespace>/assets/<asset>/asset.json, objects.json    the asset's full record, a copy of its objects
    private/<namespace>/assets/<asset>/workflows/<execution>/…     results, media and plan.json
    private/<namespace>/assets/<asset>/logs/<execution's name>/…   what operators wrote to their logs
    private/<namespace>/assets/<asset>/keys/<execution>.json       digests of the keys that a run was given
    private/<namespace>/assets/<asset>/edits/log.json              what people changed of its results
    private/<namespace>/collections/<kind>/<name>/…                known faces, word lists
    private/<namespace>/receipts/…                                 what was deleted, and proof of it
    private/<namespace>/events/…                                   events for other systems (``event_layout``)
    private/<namespace>/{batches,sources}/…                        see ``batch_layout``, ``watch_layout``

This module makes every key, and nothing else writes a prefix: a credential, a policy or a rule that is bounded by
:func:`private_prefix` and :func:`uploads_prefix` reaches all that is a namespace's, and nothing of another.

UIDs, never user text: an asset that is deleted and made again under the same name sees nothing of the old one.
Version 0.1 had no namespace in the keys of what it kept; the functions named ``former_`` return those places.
"""

from pathlib import PurePosixPath

from media_insights.domain.key_parts import file_name, guarded, is_digest

UPLOADS = "public/upload/"
"""Prefix of the uploads of all namespaces."""
PRIVATE = "private/"
"""Prefix of everything that the product itself keeps: never a place that a user's parameter may name."""
PLAN_FILE = "plan.json"
"""The snapshot of an execution, beside its results."""
MOVED_PLAN_FILE = "plan-moved.json"
"""A snapshot that named results of version 0.1, with the keys that they have now."""
RECORD_FILE = "asset.json"
_FORMER_RECORD = "asset-before.json"
"""The full record of an asset, beside its executions."""
_ASSETS = "assets"
_COLLECTIONS = "collections"
_EDITS = "edits"
_EXECUTIONS = "/workflows/"
_LOGS = "logs"
_SEARCHES = "searches"
_RECEIPTS = "receipts"
_DIGEST = 16
"""Characters of a digest that tell files apart."""


def uploads_prefix(namespace: str) -> str:
    """Return the prefix of a namespace's uploads, with the final slash: by default all that its assets may name."""
    return f"{UPLOADS}{guarded(namespace)}/"


def private_prefix(namespace: str) -> str:
    """Return the prefix of everything that is kept of a namespace, with the final slash."""
    return f"{PRIVATE}{guarded(namespace)}/"


def upload_key(namespace: str, file: str, folder: str = "") -> str:
    """Return the key of an uploaded file: its name without folders, below a folder of the uploads if one is named."""
    return f"{uploads_prefix(namespace)}{folder}{'/' if folder else ''}{PurePosixPath(file).name}"


def own_upload_key(namespace: str, digest: str, file: str, suffix: str = "") -> str:
    """Return the key of an uploaded file that no other file has.

    ``digest`` is the SHA-256 of its content, in hex; ``suffix`` tells uploads of the same content apart.
    """
    return upload_key(namespace, file_name(file), f"{digest[:_DIGEST]}-{suffix}" if suffix else digest[:_DIGEST])


def names_content(key: str) -> bool:
    """Return whether an upload's key names the content by its digest, so that equal keys mean equal files."""
    folder = key.split("/")[UPLOADS.count("/") + 1 : -1]
    return len(folder) == 1 and is_digest(folder[0].partition("-")[0], _DIGEST)


def import_key(namespace: str, result: str, digest: str) -> str:
    """Return the key of an uploaded result; ``digest`` is the SHA-256 of its content, in hex."""
    return f"{uploads_prefix(namespace)}imports/{result}-{digest[:_DIGEST]}.json"


def assets_prefix(namespace: str) -> str:
    """Return the prefix of all assets of a namespace, with the final slash."""
    return f"{private_prefix(namespace)}{_ASSETS}/"


def asset_prefix(namespace: str, asset_uid: str) -> str:
    """Return the prefix of all that belongs to an asset, with the final slash: what deletion removes."""
    return f"{assets_prefix(namespace)}{guarded(asset_uid)}/"


def record_key(namespace: str, asset_uid: str) -> str:
    """Return the key of an asset's full record."""
    return f"{asset_prefix(namespace, asset_uid)}{RECORD_FILE}"


def former_record_key(namespace: str, asset_uid: str) -> str:
    """Return the key of the record that an asset's newest one replaced."""
    return f"{asset_prefix(namespace, asset_uid)}{_FORMER_RECORD}"


def edits_key(namespace: str, asset_uid: str) -> str:
    """Return the key of the log of what people changed of an asset's results: beside them, and kept over new runs."""
    return f"{asset_prefix(namespace, asset_uid)}{_EDITS}/log.json"


def execution_folder(execution_uid: str) -> str:
    """Return where an execution's files lie below their asset's prefix, with the final slash."""
    return f"{_EXECUTIONS.lstrip('/')}{guarded(execution_uid)}/"


def execution_prefix(namespace: str, asset_uid: str, execution_uid: str) -> str:
    """Return the prefix of one execution's files, with the final slash."""
    return f"{asset_prefix(namespace, asset_uid)}{execution_folder(execution_uid)}"


def executions_prefix(namespace: str, asset_uid: str) -> str:
    """Return the prefix of the files of all of an asset's executions, with the final slash."""
    return f"{asset_prefix(namespace, asset_uid)}{_EXECUTIONS.lstrip('/')}"


def folder_in(prefix: str, *names: str) -> str:
    """Return the prefix of a folder below another, with the final slash; no name is empty or has a slash."""
    return prefix + "".join(f"{guarded(name)}/" for name in names)


def below(prefix: str, path: str) -> str:
    """Return the key of a path below a prefix; a path that is a whole key already stays as it is."""
    return path if path.startswith(PRIVATE) else f"{prefix}{path}"


def rekeyed(key: str, former: str, prefix: str) -> str:
    """Return a key below a prefix in place of the former one; any other as it is."""
    return f"{prefix}{key.removeprefix(former)}" if key.startswith(former) else key


def in_execution(key: str) -> tuple[str, str]:
    """Return the prefix of the execution's folder that a key lies in, and the rest of the key: the file."""
    before, _, below_it = key.partition(_EXECUTIONS)
    uid, _, file = below_it.partition("/")
    return f"{before}{_EXECUTIONS}{uid}/", file


def folder_of(key: str) -> str:
    """Return the prefix of the folder that a key lies in, with the final slash."""
    return f"{PurePosixPath(key).parent}/"


def result_key(folder: str, result_name: str, suffix: str = ".json") -> str:
    """Return the key of a result in an execution's folder.

    ``suffix`` is the one of the operator's file (``.json``, ``.ndjson``).
    """
    return f"{folder}{result_name}{suffix}"


def result_name(key: str) -> str:
    """Return the name of the result that is stored under a key: the inverse of :func:`result_key`."""
    return PurePosixPath(key).stem


def medium_key(folder: str, file: str, step: str = "") -> str:
    """Return the key of any other file in an execution's folder; ``step`` is the label of one that must not collide."""
    return f"{folder}{step}{'/' if step else ''}{file}"


def plan_key(namespace: str, asset_uid: str, execution_uid: str) -> str:
    """Return the key of an execution's snapshot."""
    return f"{execution_prefix(namespace, asset_uid, execution_uid)}{PLAN_FILE}"


def asset_uid_of(plan_key: str) -> str:
    """Return the UID of the asset that an execution's snapshot belongs to."""
    return PurePosixPath(plan_key).parts[-4]


def logs_prefix(namespace: str, asset_uid: str, execution: str) -> str:
    """Return the prefix of what the operators of an execution (its name) wrote to their logs, with the final slash."""
    return f"{asset_prefix(namespace, asset_uid)}{_LOGS}/{guarded(execution)}/"


def collections_prefix(namespace: str, kind: str = "") -> str:
    """Return the prefix of a namespace's collections of a kind (of every kind without one), with the final slash."""
    return f"{private_prefix(namespace)}{_COLLECTIONS}/{guarded(kind) + '/' if kind else ''}"


def collection_prefix(namespace: str, kind: str, name: str) -> str:
    """Return the prefix of one collection with all its versions: what its deletion removes."""
    return f"{collections_prefix(namespace, kind)}{guarded(name)}/"


def collection_key(namespace: str, kind: str, name: str) -> str:
    """Return the key of a collection's newest version."""
    return f"{collection_prefix(namespace, kind, name)}collection.json"


def searches_prefix(namespace: str) -> str:
    """Return the prefix of a namespace's saved searches, with the final slash."""
    return f"{private_prefix(namespace)}{_SEARCHES}/"


def receipts_prefix(namespace: str) -> str:
    """Return the prefix of a namespace's receipts, with the final slash."""
    return f"{private_prefix(namespace)}{_RECEIPTS}/"


def receipt_key(namespace: str, name: str) -> str:
    """Return the key of a receipt for what was deleted."""
    return f"{receipts_prefix(namespace)}{guarded(name)}.json"


def asset_receipt_key(namespace: str, asset_uid: str) -> str:
    """Return the key of the receipt for a deleted asset."""
    return receipt_key(namespace, f"asset-{asset_uid}")


def is_former(key: str) -> bool:
    """Return whether a key, or a prefix, is one of version 0.1's for what it kept."""
    return key.startswith((f"{PRIVATE}{_ASSETS}/", f"{PRIVATE}{_COLLECTIONS}/"))


def former_asset_prefix(asset_uid: str) -> str:
    """Return where version 0.1 kept an asset."""
    return f"{PRIVATE}{_ASSETS}/{guarded(asset_uid)}/"


def former_plan_key(asset_uid: str, execution_uid: str) -> str:
    """Return where version 0.1 kept an execution's snapshot."""
    return f"{former_asset_prefix(asset_uid)}{execution_folder(execution_uid)}{PLAN_FILE}"


def former_logs_prefix(asset_uid: str, execution: str) -> str:
    """Return where version 0.1 kept an execution's logs."""
    return f"{former_asset_prefix(asset_uid)}{_LOGS}/{guarded(execution)}/"


def former_collections_prefix(namespace: str, kind: str = "") -> str:
    """Return where version 0.1 kept the collections of a namespace, and its receipts among them."""
    return f"{PRIVATE}{_COLLECTIONS}/{guarded(namespace)}/{guarded(kind) + '/' if kind else ''}"


def former_collection_prefix(namespace: str, kind: str, name: str) -> str:
    """Return where version 0.1 kept one collection with all its versions."""
    return f"{former_collections_prefix(namespace, kind)}{guarded(name)}/"


def former_receipts_prefix(namespace: str) -> str:
    """Return where version 0.1 kept the receipts of a namespace."""
    return f"{former_collections_prefix(namespace)}{_RECEIPTS}/"

"""Layout of batches in the object store, below the prefix of their namespace.

::

    batches/<batch>/plan/<listing>/<first>.ndjson       items that a listing found, numbered from the first of each file
    batches/<batch>/begun.ndjson                        items that earlier listings found and that have begun
    batches/<batch>/failures.ndjson                     items that failed, and why

``<batch>`` is the object's UID. What lies here can be lost: the plan is listed anew, the failures are written anew.
Without the plans, and what has begun of them, items whose assets were deleted begin again with the next listing.
"""

from pathlib import PurePosixPath

from media_insights.domain.layout import folder_in, private_prefix


def batch_prefix(namespace: str, uid: str) -> str:
    """Return the prefix of everything that is kept of a batch itself, with the final slash: what deletion removes."""
    return folder_in(private_prefix(namespace), "batches", uid)


def plan_prefix(namespace: str, uid: str, relist: int) -> str:
    """Return the prefix of the items that one listing found, with the final slash."""
    return folder_in(batch_prefix(namespace, uid), "plan", str(relist))


def plan_after(plan: str) -> str:
    """Return the prefix of the plan that takes the place of one that is lost, for the same listing."""
    folder, _, name = plan.removesuffix("/").rpartition("/")
    relist, _, number = name.partition("-")
    return folder_in(f"{folder}/", f"{relist}-{int(number or 1) + 1}")


def begun_key(namespace: str, uid: str) -> str:
    """Return the key of the list of the items that earlier listings found and that have begun."""
    return f"{batch_prefix(namespace, uid)}begun.ndjson"


def part_key(plan: str, first: int) -> str:
    """Return the key of a part of a plan; ``first`` is the number of its first item, from 0."""
    return f"{plan}{first:09d}.ndjson"


def first_of_part(key: str) -> int:
    """Return the number of a part's first item; ValueError for a key that names no part."""
    return int(PurePosixPath(key).stem)


def failures_key(namespace: str, uid: str) -> str:
    """Return the key of the list of the items that failed."""
    return f"{batch_prefix(namespace, uid)}failures.ndjson"

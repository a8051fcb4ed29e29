"""Size of an asset's status: below 8 KB, so that a million of them are no burden for etcd."""

from media_insights.api.v1alpha1 import AssetStatus
from media_insights.api.v1alpha1.asset import ResultFolder
from media_insights.api.v1alpha1.meta import Condition
from media_insights.domain.wording import cut

MOST_BYTES = 8000
"""Of the status as JSON, in UTF-8."""
_SHORT = 300
"""Characters of a message in a status that is full."""


def bounded(status: AssetStatus) -> AssetStatus:
    """Return the status, with shorter messages and then with fewer pointers where it would be too large.

    ``omitted`` says how many pointers have no room; the record, ``asset.json``, has them all.
    """
    status = status.model_copy(update={"omitted": None})
    if size_of(status) > MOST_BYTES:
        status = status.model_copy(update={"conditions": tuple(_shortened(each) for each in status.conditions)})
    omitted = 0
    while size_of(status) > MOST_BYTES and status.results:
        status, omitted = _without_one(status), omitted + 1
        status = status.model_copy(update={"omitted": omitted})
    return status


def size_of(status: AssetStatus) -> int:
    """Return the bytes of a status as JSON."""
    return len(status.model_dump_json(by_alias=True, exclude_none=True).encode())


def _shortened(condition: Condition) -> Condition:
    return condition.model_copy(update={"message": cut(condition.message, _SHORT)})


def _without_one(status: AssetStatus) -> AssetStatus:
    """Leave out one pointer: of a medium first, since results are what most readers look for."""
    *others, last = sorted(status.results, key=lambda each: bool(each.files))
    smaller = _smaller(last)
    results = (*others, smaller) if smaller.metadata or smaller.files else tuple(others)
    return status.model_copy(update={"results": tuple(sorted(results, key=lambda each: each.folder))})


def _smaller(folder: ResultFolder) -> ResultFolder:
    if folder.files:
        return folder.model_copy(update={"files": folder.files[:-1]})
    return folder.model_copy(update={"metadata": folder.metadata[:-1]})

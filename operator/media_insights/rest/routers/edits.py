"""Edits: what people change of an asset's results, kept beside them and applied whenever they are read."""

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import ObjectMeta, Shape, StatusShape
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.edits.edit_log import (
    LONGEST_NOTE,
    LONGEST_VALUE,
    MOST_ORIGINALS,
    Anchor,
    Edit,
    EditLog,
    Operation,
)
from media_insights.domain.edits.edit_rules import problems_of_edit
from media_insights.domain.edits.editing import anchor_in, edited
from media_insights.errors import Changed, Unavailable
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.announced_edits import announce, announce_what_was_missed
from media_insights.rest.conditional import IfMatch
from media_insights.rest.naming import IdempotencyKey
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.repeated_edits import EditAttempt, undone_in
from media_insights.rest.stored import stored_asset
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.edited_results import EditedResults, edited_results, with_log
from media_insights.storage.library import StoredAsset

router = APIRouter(prefix="/v1", tags=["edits"])
_log = logging.getLogger(__name__)
EditId = Annotated[str, Path(max_length=63, description="`id` of an entry.")]


class EditView(Edit):
    """An entry of the log, and what became of it."""

    state: Literal["Applied", "Orphaned", "Undone"] = Field(
        description="Orphaned: it fits nothing in the newest results, and waits for ones that it fits."
    )
    reason: str = Field(default="", description="Why it is orphaned.")


class EditList(StatusShape):
    """All entries of an asset's log, oldest first."""

    items: list[EditView]
    version: int = Field(description="Rises with each entry; the ETag is made of it.")


class NewEdit(Shape):
    """A change of a result."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "operation": "text",
                    "result": "TranscribeVideo",
                    "anchor": {"title": "The harbor was quite.", "start": 1200, "end": 3400},
                    "value": "The harbour was quiet.",
                },
                {"operation": "merge", "result": "labelDetection", "originals": ["Car", "Automobile"], "value": "Car"},
            ]
        }
    )

    operation: Operation
    result: str = Field(min_length=1, max_length=63, description="The result's name, for instance `labelDetection`.")
    anchor: Anchor | None = Field(default=None, description="What it is about, as the moments say it.")
    field: str = Field(default="", max_length=63, description="The field that is renamed; default: the title.")
    originals: tuple[Annotated[str, Field(max_length=LONGEST_VALUE)], ...] = Field(
        default=(), max_length=MOST_ORIGINALS, description="For rename and merge: the values that get a new one."
    )
    value: str = Field(default="", max_length=LONGEST_VALUE)
    note: str = Field(default="", max_length=LONGEST_NOTE, description="Why, in your words.")


@router.get("/assets/{id}/edits", summary="What people changed of an asset's results", responses=declared(404, 409))
async def list_edits(id: str, access: Accessed, response: Response) -> EditList:  # noqa: A002 - its name in the path
    """List all entries, also those that are taken back, and those that no longer fit the newest results."""
    asset = await access.asset(id)
    stored = await stored_asset(asset, access)
    results = await run_in_threadpool(edited_results, stored)
    await announce_what_was_missed(asset, results.log.version, access)
    orphaned = await run_in_threadpool(results.orphaned)
    response.headers["ETag"] = _etag(results.log)
    return EditList(
        items=[_view(each, results.log, orphaned) for each in results.log.entries], version=results.log.version
    )


@router.post(
    "/assets/{id}/edits", status_code=201, summary="Change what a result says", responses=declared(404, 409, 412)
)
async def add_edit(  # noqa: PLR0913, PLR0917 - the headers are parameters
    id: str,  # noqa: A002 - as above
    body: NewEdit,
    access: Accessed,
    response: Response,
    if_match: IfMatch = "",
    idempotency_key: IdempotencyKey = "",
) -> EditView:
    """Add an edit, which readers apply from now on, also to results of later runs."""
    asset = await access.asset(id, "update")
    stored = await stored_asset(asset, access)
    who, said = access.caller.name, body.model_dump(mode="json")
    attempt = EditAttempt(who=who, asset=id, key=idempotency_key, body=said)
    at = _now()

    def entry_of(log: EditLog) -> Edit:
        if made := attempt.made_in(log):
            return made
        entry = Edit(id=attempt.id_in(log), at=at, by=who, **body.model_dump())
        return _with_anchor(entry, with_log(stored, log), stored)

    return await _add(asset, entry_of, if_match, access, response)


@router.delete("/assets/{id}/edits/{edit}", summary="Take an edit back", responses=declared(404, 409, 412))
async def undo_edit(
    id: str,  # noqa: A002 - as above
    edit: EditId,
    access: Accessed,
    response: Response,
    if_match: IfMatch = "",
) -> EditView:
    """Add an entry that takes another back; taken back itself, it brings the other one back."""
    asset = await access.asset(id, "update")
    name, at = secrets.token_hex(8), _now()

    def entry_of(log: EditLog) -> Edit:
        if log.entry(edit) is None:
            raise ApiRefusal(404, "not-found", f"{asset.metadata.name} has no edit {edit}")
        undo = Edit(id=name, at=at, by=access.caller.name, operation="undo", undoes=edit)
        return undone_in(log, edit, access.caller.name) or undo

    return await _add(asset, entry_of, if_match, access, response)


async def _add(
    asset: MediaAsset, entry_of: Callable[[EditLog], Edit], if_match: str, access: RequestAccess, response: Response
) -> EditView:
    logs, meta = EditLogs(access.ports.store), asset.metadata
    wanted = _version_of(if_match)
    try:
        log, entry = await run_in_threadpool(logs.add, meta.namespace, meta.uid, entry_of, wanted)
    except Changed as error:
        raise ApiRefusal(412 if wanted is not None else 409, "changed-meanwhile", str(error)) from None
    await announce(asset, access)
    response.headers["ETag"] = _etag(log)
    await run_in_threadpool(_notice, meta, access)
    return _view(entry, log, {})


def _notice(meta: ObjectMeta, access: RequestAccess) -> None:
    """Have the asset indexed again; without it that takes until the index is compared with the store."""
    if access.ports.index_hints is not None:
        try:
            access.ports.index_hints.notice(meta.namespace, meta.name, meta.uid)
        except Unavailable as error:
            _log.warning("%s/%s is indexed later: %s", meta.namespace, meta.name, error)


def _with_anchor(entry: Edit, results: EditedResults, stored: StoredAsset) -> Edit:
    """Return an edit anchored to what its result says. Raises ApiRefusal for one that is about nothing there."""
    if entry.result not in results:
        known = ", ".join(sorted(results)) or "none yet"
        said = f"{stored.asset.metadata.name} has no result {entry.result}; it has: {known}"
        raise ApiRefusal(422, "invalid", said, at=[("/result", said)])
    index = results.indexes.get(entry.result)
    if index is None:
        raise ApiRefusal(409, "cannot-be-edited", f"no plan says which moments the result {entry.result} has")
    if problems := list(problems_of_edit(entry, index)):
        raise ApiRefusal(422, "invalid", "; ".join(said for _, said in problems), at=problems)
    others = results.log.of(entry.result)
    found = edited(results.results[entry.result], index, others)
    if entry.anchor is not None:
        anchor = anchor_in(found, entry.anchor)
        if anchor is None:
            said = f"the result {entry.result} has no moment {entry.anchor.title!r} at that time"
            raise ApiRefusal(422, "invalid", said, at=[("/anchor", said)])
        return entry.model_copy(update={"anchor": anchor})
    if entry.id not in edited(results.results[entry.result], index, (*others, entry)).fitting:
        said = f"the result {entry.result} has none of these values: {', '.join(entry.originals)}"
        raise ApiRefusal(422, "invalid", said, at=[("/originals", said)])
    return entry


def _view(entry: Edit, log: EditLog, orphaned: Mapping[str, str]) -> EditView:
    why = orphaned.get(entry.id, "")
    state = "Undone" if entry.id in log.undone else "Orphaned" if why else "Applied"
    return EditView.model_validate({**entry.model_dump(), "state": state, "reason": why})


def _etag(log: EditLog) -> str:
    return f'"{log.version}"'


def _version_of(if_match: str) -> int | None:
    """Return the version that a condition names, None without one. Raises ApiRefusal for what is no ETag of edits."""
    text = if_match.strip()
    if text in ("", "*"):
        return None
    number = text.strip('"')
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise ApiRefusal(412, "changed-meanwhile", f"{text} is no ETag of edits: read them, and send the one they have")
    return int(number)


def _now() -> str:
    return rfc3339(datetime.now(UTC))

"""Audit records: their shape, what is left out at which level, and that none grows without bound."""

from dataclasses import replace

import jsonschema
import pytest

from media_insights.ports.audit import (
    LONGEST,
    SCHEMA,
    AuditLevel,
    AuditRecord,
    DecidedRight,
    RecordedRequest,
    audit_schema,
    document_of,
    is_recorded,
)

READ = RecordedRequest(id="r1", method="GET", route="/v1/assets", parameters={}, peer="10.0.0.1")
WRITE = replace(READ, method="DELETE", route="/v1/assets/{id}", parameters={"id": "u1"})
RIGHT = DecidedRight(verb="delete", kind="mediaassets", namespace="news", allowed=True)
DELETED = AuditRecord(
    event="request",
    who="ana",
    via="cookie",
    verb="delete",
    kind="mediaassets",
    namespace="news",
    name="clip",
    uid="u1",
    answer=202,
    rights=(RIGHT,),
    request=WRITE,
)
SIGNED = AuditRecord(event="store", via="account", verb="sign", kind="objects", name="media/a", answer=200)


def document(record: AuditRecord) -> dict[str, object]:
    return document_of(record, time="2026-11-30T12:00:00.000Z", component="api", replica="api-1")


def test_a_record_says_who_did_what_to_which_object_by_which_right() -> None:
    assert document(DELETED) == {
        "schema": SCHEMA,
        "time": "2026-11-30T12:00:00.000Z",
        "event": "request",
        "process": {"component": "api", "replica": "api-1"},
        "who": {"name": "ana", "via": "cookie"},
        "verb": "delete",
        "object": {"kind": "mediaassets", "namespace": "news", "name": "clip", "uid": "u1"},
        "answer": 202,
        "rights": [{"verb": "delete", "kind": "mediaassets", "namespace": "news", "allowed": True}],
        "request": {
            "id": "r1",
            "method": "DELETE",
            "route": "/v1/assets/{id}",
            "peer": "10.0.0.1",
            "parameters": {"id": "u1"},
        },
    }


@pytest.mark.parametrize("record", [DELETED, SIGNED, replace(DELETED, who="x" * 9000, name="\n\x1b" * 9000)])
def test_every_record_has_the_shape_that_is_documented(record: AuditRecord) -> None:
    jsonschema.validate(document(record), audit_schema())


def test_a_text_has_a_bounded_length() -> None:
    long = "x" * 9000
    found = document(replace(DELETED, who=long, name=long, request=replace(WRITE, parameters={"id": long})))
    assert len(str(found)) < 5 * LONGEST


@pytest.mark.parametrize(
    ("record", "all_", "writes"),
    [
        (DELETED, True, True),
        (SIGNED, True, True),
        (replace(DELETED, verb="list", answer=200, request=READ), True, False),
        (replace(DELETED, verb="list", answer=403, request=READ), True, True),
        (replace(DELETED, verb="sign-in", via="sign-in", answer=303, request=READ), True, True),
    ],
    ids=["a deletion", "a signed address", "a list", "a refused list", "a sign-in"],
)
def test_what_only_reads_may_be_left_out(record: AuditRecord, all_: bool, writes: bool) -> None:  # noqa: FBT001 - a row
    kept = {level: is_recorded(record, level) for level in AuditLevel}
    assert kept == {AuditLevel.ALL: all_, AuditLevel.WRITES: writes, AuditLevel.NONE: False}

"""The audit log: one line of JSON for each record, on a stream of its own."""

import json
from dataclasses import replace

import jsonschema
import pytest

from media_insights.ports.audit import REQUEST, AuditLevel, AuditRecord, audit_schema
from media_insights.runtime.audit_log import audit_log
from tests.unit.hostile_names import HOSTILE, is_harmless

DELETED = AuditRecord(event="object", via="account", verb="delete", kind="workflows", name="clip", answer=200)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_record_is_one_harmless_line_whatever_is_in_its_names(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    audit_log("controller", "pod-1", AuditLevel.ALL)(replace(DELETED, name=name))
    written = capsys.readouterr()
    (line,) = written.out.splitlines()
    assert is_harmless(line)
    assert line.isascii()
    found = json.loads(line)
    jsonschema.validate(found, audit_schema())
    assert (found["object"]["name"], found["process"]) == (name, {"component": "controller", "replica": "pod-1"})
    assert written.err == ""


def test_what_is_written_for_a_request_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    mark = REQUEST.set("r1")
    try:
        audit_log("api", "pod-1", AuditLevel.ALL)(DELETED)
    finally:
        REQUEST.reset(mark)
    assert json.loads(capsys.readouterr().out)["request"] == {"id": "r1"}


def test_nothing_is_written_where_it_is_off(capsys: pytest.CaptureFixture[str]) -> None:
    audit_log("controller", "pod-1", AuditLevel.NONE)(DELETED)
    assert capsys.readouterr().out == ""

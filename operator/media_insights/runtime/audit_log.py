"""Audit log: the records of a process, one line of JSON each, on its standard output; its other logs go to stderr."""

import json
import logging
import sys
import threading
from datetime import UTC, datetime

from media_insights.ports.audit import REQUEST, Audit, AuditLevel, AuditRecord, document_of, is_recorded, unaudited

_log = logging.getLogger(__name__)
_one_line_at_a_time = threading.Lock()


def audit_log(component: str, replica: str, level: AuditLevel) -> Audit:
    """Return what writes the records of this process.

    Everything but ASCII is escaped in a line: no name that it tells makes a second record, or steers a terminal.
    """
    if level is AuditLevel.NONE:
        return unaudited

    def audit(record: AuditRecord) -> None:
        if not is_recorded(record, level):
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        document = document_of(record, time=now, component=component, replica=replica)
        if record.request is None and REQUEST.get():
            document["request"] = {"id": REQUEST.get()}
        _write(json.dumps(document, separators=(",", ":")))

    return audit


def _write(line: str) -> None:
    try:
        with _one_line_at_a_time:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except (OSError, ValueError) as error:
        _log.error("an audit record could not be written: %s", error)

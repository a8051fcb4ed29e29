"""Uploads of files: in parts, of which those are sent that have not arrived.

An upload that has begun goes on by itself when the API is away for a while, as during an update: minutes of sending are
not given up for seconds without an answer.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from media_insights.client import upload_answers
from media_insights.client.connection import ApiConnection, path_of
from media_insights.client.parsing import parse_answer
from media_insights.client.refusals import ApiUnreachable, RefusedRequest

_STEP = 8 * 2**20
_PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 60.0)
"""Seconds before each further attempt of what an upload that has begun needs, beside those of the connection."""
_AWAY = frozenset({429, 502, 503, 504})
AnswerT = TypeVar("AnswerT")
Seen = Callable[[int, int], None]
"""Is told how many bytes of how many have been sent."""


@dataclass(frozen=True, slots=True)
class FileUpload:
    """One file on its way into a namespace."""

    connection: ApiConnection
    namespace: str
    path: Path
    see: Seen
    wait: Callable[[float], None] = time.sleep
    """Returns after so many seconds."""

    def send(self, *, name: str, shared: bool) -> upload_answers.AnsweredFile:
        """Send what has not arrived; see :meth:`media_insights.client.Client.upload`."""
        size = self.path.stat().st_size
        folder, _, file = name.rpartition("/")
        body = {"namespace": self.namespace, "name": file or self.path.name, "bytes": size, "named": bool(name)}
        body |= {"folder": folder} if folder else {}
        body["digest"] = _digest(self.path) if shared else ""
        key = _request_of(body) if shared else str(uuid.uuid4())
        try:
            return self._send(body, key)
        except RefusedRequest as error:
            if error.status != 404:
                raise
        return self._send(body, key)  # another process sent the same file, and was faster

    def _send(self, body: Mapping[str, Any], key: str) -> upload_answers.AnsweredFile:
        begun = parse_answer(upload_answers.AnsweredUpload, self.connection.create("/v1/uploads", body, key=key))
        place = path_of("v1", "uploads", begun.id)
        if not begun.exists:
            self._send_parts(begun, place, body["bytes"])
        key = begun.id[-64:]
        completed = self._patiently(lambda: self.connection.json("POST", f"{place}/complete", key=key))
        return parse_answer(upload_answers.AnsweredFile, completed)

    def _send_parts(self, begun: upload_answers.AnsweredUpload, place: str, size: int) -> None:
        arrived = {part["number"] for part in begun.parts}
        with self.path.open("rb") as file:
            for number in range(1, begun.part_count + 1):
                part = file.read(begun.part_bytes)
                if number not in arrived:
                    self._send_part(f"{place}/parts/{number}", part)
                self.see(min(size, number * begun.part_bytes), size)

    def _send_part(self, place: str, part: bytes) -> None:
        self._patiently(lambda: self.connection.content("PUT", place, body=part))

    def _patiently(self, ask: Callable[[], AnswerT]) -> AnswerT:
        """Return an answer, also of an API that is away for a while; each ``ask`` may be sent twice."""
        for pause in _PAUSES:
            try:
                return ask()
            except ApiUnreachable:
                self.wait(pause)
            except RefusedRequest as error:
                if error.status not in _AWAY:
                    raise
                self.wait(pause)
        return ask()


def _request_of(body: Mapping[str, Any]) -> str:
    """Return the Idempotency-Key of a request that is the same whenever the same file is sent."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_STEP):
            found.update(piece)
    return found.hexdigest()

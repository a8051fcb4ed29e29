"""Keeps the sentences of every transcript in a table: an example of a consumer of media-insights' events."""

import json
import os
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from consumer import TABLE, Consumer, Event, server_of

RESULT = "TranscribeVideo"
SENTENCES = """CREATE TABLE IF NOT EXISTS sentences (
    asset VARCHAR(64), number INTEGER, starts DOUBLE PRECISION, ends DOUBLE PRECISION, text TEXT,
    PRIMARY KEY (asset, number)
)"""


@dataclass(frozen=True)
class Database:
    """Where sentences go: a PostgreSQL (``postgresql://user:password@host:port/name``), or a file of SQLite."""

    address: str

    @property
    def mark(self) -> str:
        """What stands for a parameter in its SQL."""
        return "%s" if self.address.startswith("postgresql:") else "?"

    def connect(self) -> Any:
        """Return a connection, with a transaction begun."""
        if self.mark == "?":
            return sqlite3.connect(self.address, timeout=30)
        import pg8000.dbapi  # noqa: PLC0415 - for PostgreSQL only: pip install pg8000

        url = urlsplit(self.address)
        return pg8000.dbapi.connect(
            user=unquote(url.username or ""),
            password=unquote(url.password or ""),
            host=url.hostname or "localhost",
            port=url.port or 5432,
            database=url.path.lstrip("/"),
            timeout=30,
        )

    def prepare(self) -> None:
        """Make the tables when they are missing."""
        connection = self.connect()
        try:
            cursor = connection.cursor()
            for table in (TABLE, SENTENCES):
                cursor.execute(table)
            connection.commit()
        finally:
            connection.close()


@dataclass(frozen=True)
class Transcripts:
    """What an event means for the table."""

    api: str
    token: str
    mark: str

    def handle(self, event: Event, cursor: Any) -> None:
        """Write an asset's sentences anew, or remove them."""
        data, asset = event["data"], event["data"]["asset"]["uid"]
        what = event["type"].removeprefix("dev.mediainsights.")
        if what not in ("asset.deleted", "metadata.changed") and data.get("result", {}).get("operator") != RESULT:
            return
        cursor.execute(f"DELETE FROM sentences WHERE asset = {self.mark}", (asset,))  # noqa: S608 - a mark
        if what in ("metadata.stored", "metadata.changed"):  # written anew, or edited by people
            marks = ", ".join([self.mark] * 5)
            cursor.executemany(f"INSERT INTO sentences VALUES ({marks})", self._rows(asset))  # noqa: S608 - marks

    def _rows(self, asset: str) -> list[tuple[str, int, float, float, str]]:
        segments = self._result(asset).get("results", {}).get("audio_segments", [])
        return [
            (asset, number, each["start_time"], each["end_time"], each["transcript"])
            for number, each in enumerate(segments)
        ]

    def _result(self, asset: str) -> Mapping[str, Any]:
        """Return the newest transcript; nothing when it is gone meanwhile, of which another event tells."""
        url = f"{self.api}/v1/assets/{quote(asset)}/results/{RESULT}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token}"})  # noqa: S310 - ours
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
                found: Mapping[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return {}
            raise


def consumer_of(environ: Mapping[str, str], database: Database) -> Consumer:
    """Return the consumer that the environment describes."""
    transcripts = Transcripts(environ["MEDIA_API"].rstrip("/"), environ.get("MEDIA_TOKEN", ""), database.mark)
    handle: Callable[[Event, Any], None] = transcripts.handle
    return Consumer(environ["WEBHOOK_KEY"], database.connect, handle, database.mark)


if __name__ == "__main__":
    place = Database(os.environ.get("DATABASE", "transcripts.db"))
    place.prepare()
    port = int(os.environ.get("PORT", "8080"))
    server_of(consumer_of(os.environ, place), os.environ.get("HOST", "127.0.0.1"), port).serve_forever()

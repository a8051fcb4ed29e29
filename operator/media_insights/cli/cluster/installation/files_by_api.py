"""Files of assets through the HTTP API: with the user's own token and rights, and no key of the object store."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.cli.cluster.downloads import known_medium, write_files
from media_insights.cli.cluster.installation.asset_files import ResultOwner, StoredResult
from media_insights.cli.exports import checked_target, write_pieces
from media_insights.cli.terminal.failures import Failure
from media_insights.client.calls import Client
from media_insights.client.connection import ApiConnection, path_of
from media_insights.client.refusals import ClientError, RefusedRequest
from media_insights.domain import layout
from media_insights.domain.planning.references import Address
from media_insights.domain.running.pointers import pointers_in
from media_insights.exports.formats import ExportRequest
from media_insights.rest.routers.media import LEFT_OUT
from media_insights.storage import playlists
from media_insights.storage.library import parse_result

_SILENCE = 24 * 3600.0
"""Seconds for which operators whose logs are followed may write nothing."""


@dataclass(frozen=True, slots=True)
class FilesByApi:
    """Fulfils :class:`~media_insights.cli.cluster.installation.asset_files.AssetFiles`."""

    connection: ApiConnection

    def upload(self, file: Path, namespace: str, *, key: str = "", shared: bool = True) -> Address:
        """Send a file in parts; one that is there already is not sent. Raises Failure for a key that is not theirs."""
        prefix = layout.uploads_prefix(namespace)
        name = key.removeprefix(prefix)
        if key and (name == key or not name.rpartition("/")[2]):
            raise Failure(
                f"the HTTP API keeps uploads of {namespace} as {prefix}NAME, not as {key}: give such a key, or "
                "none; who may write anywhere in the object store names it: --s3-endpoint, --s3-access-key"
            )
        with api_failures():
            source = Client(self.connection).upload(namespace, file, name=name, shared=shared).source
        return Address(source.bucket, source.key)

    def upload_result(self, name: str, content: bytes, namespace: str) -> Address:
        """Send a result as a file of its name."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / f"{name}.json"
            file.write_bytes(content)
            return self.upload(file, namespace)

    def read(self, owner: ResultOwner, result: StoredResult) -> object:
        """Read a result of an asset, or of one execution."""
        kind = owner.PLURAL.removeprefix("media")
        return parse_result(self._content(path_of("v1", kind, owner.metadata.uid, "results", result.name)), result.key)

    def download(self, asset: MediaAsset, medium: str, target: Path | None) -> Path:
        """Write a medium, and what a playlist names."""
        found = known_medium(asset, {each.media: each.key for each in pointers_in(asset.status).files}, medium)

        def route(key: str) -> str:
            own = path_of("v1", "assets", asset.metadata.uid)
            streamed = path_of("hls", PurePosixPath(key).name)
            return own + (streamed if found.key.endswith(playlists.PLAYLIST) else path_of("media", found.name))

        family = playlists.family_of(found.key, lambda key, most: self._content(route(key), most))
        return write_files(family, target, lambda key, path: self._write(route(key), path))

    def export(
        self,
        asset: MediaAsset,
        executions: Sequence[MediaExecution],  # noqa: ARG002 - the API knows them
        wanted: ExportRequest,
        target: Path | None,
    ) -> None:
        """Write what the API exports, and say what it leaves out."""
        checked_target(target)
        with api_failures():
            route = path_of("v1", "assets", asset.metadata.uid, "exports", wanted.format)
            language = {"language": wanted.language} if wanted.language else {}
            content, headers = self.connection.content("GET", route, query=language)
        write_pieces(json.loads(headers.get(LEFT_OUT, "[]")), [content.decode()], target)

    def logs(self, execution: MediaExecution, operator: str, *, follow: bool) -> Iterator[tuple[str, str]]:
        """Yield what the API has of the run: of its pods while they are there, else what was kept."""
        connection = replace(self.connection, timeout=_SILENCE) if follow else self.connection
        route = path_of("v1", "executions", execution.metadata.uid, "logs")
        with api_failures():
            for line in _lines(connection.pieces(route, {"operator": operator, "follow": follow})):
                of, _, text = line.decode("utf-8", "replace").partition(": ")
                yield of, text

    def _content(self, route: str, most: int | None = None) -> bytes:
        span = {"Range": f"bytes=0-{most - 1}"} if most else {}
        with api_failures():
            return self.connection.content("GET", route, headers=span)[0]

    def _write(self, route: str, target: Path) -> None:
        with api_failures(), target.open("wb") as file:
            for piece in self.connection.pieces(route):
                file.write(piece)


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    if rest:
        yield rest


@contextmanager
def api_failures() -> Iterator[None]:
    """Turn what the API refuses into failures that say what to do."""
    try:
        yield
    except RefusedRequest as error:
        hint = error.hint
        if error.status == 401:
            hint = "log in again, or give another token with --api-token, from `kubectl create token`"
        raise Failure(f"the HTTP API refused: {error}" + (f"; {hint}" if hint else "")) from error
    except ClientError as error:
        raise Failure(f"the HTTP API: {error}") from error

"""``media-insights search`` and ``media-insights index``: moments of a results folder."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.cli.local.engine_options import Cache, cache_of
from media_insights.cli.local.results_folders import RESULTS
from media_insights.cli.local.saved_in_folder import SavedInFolder
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.moment_lines import FEW, SIMILAR, MomentLine
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import OrderOption
from media_insights.cli.terminal.saved_queries import SavedFlags, query_to_ask
from media_insights.domain.edits.editing import REVIEW
from media_insights.errors import InvalidQuery, StoreError, Unavailable
from media_insights.local.records import asset_in
from media_insights.local.requests import NAMESPACE
from media_insights.local.searching import index_folder, index_of
from media_insights.ports.moment_search import Hit, HitPage, SearchRequest
from media_insights.results.moments import shown_members
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library

_MOST_SIMILAR = 10
_PLAYABLE = "ProxyEncode"
"""Medium that is cut where the source is not in the folder."""


ResultsFolder = Annotated[Path, typer.Option("--in", help="Results folder.")]


@grouped
def search_folder(  # noqa: PLR0913 - a command's options are its parameters
    query: Annotated[
        str | None, typer.Argument(help="What to find, as docs/search.md describes it.", show_default=False)
    ] = None,
    *,
    folder: ResultsFolder = RESULTS,
    order: OrderOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Most moments.")] = 20,
    flags: SavedFlags,
    output: Annotated[Format, typer.Option("-o", "--output", help="How to print the answer.")] = Format.TABLE,
    cache: Cache = None,
) -> None:
    """Find moments in the assets of a results folder, and print when they are and how to open them."""
    store = _store(folder)
    wanted = query_to_ask(flags, query, order.value if order else None, SavedInFolder(store))
    if wanted is None:
        return
    models = cache_of(cache)
    index_folder(store, models)
    request = SearchRequest(query=wanted.query, namespaces=_namespaces(store), order=wanted.order, limit=limit)
    index = index_of(store.root, models)
    try:
        found = index.search(request)
    except InvalidQuery as error:
        raise Failure(f"{wanted.query}: {error}", code=USAGE) from error
    if flags.save:
        SavedInFolder(store).save(flags.save, wanted)
    is_asked = wanted.order == "relevance" and len(found.hits) < FEW
    similar = _similar(index, request, found.hits) if is_asked else HitPage(hits=(), more=False)
    if output is Format.TABLE:
        _print(store, found.hits)
        _print(store, similar.hits, SIMILAR)
    else:
        emit([_document(hit) for hit in (*found.hits, *similar.hits)], output)
        return
    if found.hint:
        say(found.hint)
    if found.more:
        say(f"there is more: --limit {limit * 5}")
    if not found.hits and not similar.hits:
        say("nothing was found")
    if found.note or similar.note:
        say(f"by meaning: {found.note or similar.note}")


def _similar(index: SqliteIndex, request: SearchRequest, shown: Sequence[Hit]) -> HitPage:
    """Return what means something like the query, and is not shown already; a note where nothing can be looked for."""
    most = min(request.limit, _MOST_SIMILAR)
    try:
        return index.search(replace(request, reading="Meaning", limit=most + len(shown))).without(shown, most)
    except (InvalidQuery, Unavailable) as error:
        return HitPage(hits=(), more=False, note=str(error))


def _print(store: FolderStore, hits: Sequence[Hit], title: str = "") -> None:
    if hits and title:
        tell(title)
    for hit in hits:
        moment, path = _printed(hit), _file(store, hit.asset)
        tell(moment.line())
        if path and (command := moment.cut(str(path), hit.asset)):
            tell(f"    {command}")


def index_results(
    folder: Annotated[Path, typer.Argument(help="Results folder.")] = RESULTS, *, cache: Cache = None
) -> None:
    """Bring the search index of a results folder up to date, and report what could not be indexed."""
    store = _store(folder)
    done = index_folder(store, cache_of(cache))
    for asset, problems in index_of(store.root).problems().items():
        for problem in problems:
            say(f"{asset}: {problem}")
    tell(f"{done.indexed} assets indexed, {done.unchanged} unchanged, {done.removed} removed")


def _store(folder: Path) -> FolderStore:
    if not (folder / MediaAsset.PLURAL).is_dir():
        raise Failure(f"{folder} holds no results: name a folder that media-insights run wrote, with --in", code=USAGE)
    return FolderStore(folder)


def _namespaces(store: FolderStore) -> frozenset[str]:
    """Return every namespace: a folder on this machine has no tenants."""
    paths = sorted((store.root / MediaAsset.PLURAL).glob("*.yaml"))
    found = (asset_in(store, path.stem) for path in paths)
    return frozenset(each.metadata.namespace for each in found if each) | {NAMESPACE}


def _printed(hit: Hit) -> MomentLine:
    moment = hit.moment
    return MomentLine(
        asset=hit.asset,
        operator=moment.operator,
        title=moment.title,
        snippet=hit.snippet,
        start=moment.start,
        end=moment.end,
        confidence=moment.confidence,
        score=hit.score,
        review=str(moment.fields.get(REVIEW, "")),
    )


def _file(store: FolderStore, name: str) -> Path | None:
    asset = asset_in(store, name)
    if asset is None:
        return None
    source = asset.spec.source.s3
    keys = [source.key] if source else []
    keys += [each.key for each in Library(store).pointers(asset).files if each.media == _PLAYABLE]
    return next((path for key in keys if (path := _existing(store, key))), None)


def _existing(store: FolderStore, key: str) -> Path | None:
    """Return the file of a key that a record names; one that is no path stands in the way of no other asset."""
    with suppress(StoreError, OSError):
        path = store.path(key)
        return path if path.is_file() else None
    return None


def _document(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "asset": hit.asset,
        "result": hit.result,
        **shown_members(hit.moment),
        "fields": dict(hit.moment.fields),
        "snippet": hit.snippet,
        **({} if hit.score is None else {"score": hit.score}),
    }

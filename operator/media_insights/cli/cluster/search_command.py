"""``kubectl media search``: moments of the cluster's assets, through the HTTP API."""

from collections.abc import Sequence
from itertools import islice
from typing import Annotated

import typer

from media_insights.cli.cluster.clusters import Place, connect
from media_insights.cli.cluster.installation.api_discovery import endpoint_of
from media_insights.cli.cluster.saved_by_api import SavedByApi
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import USAGE, Failure, as_failures, say
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.moment_lines import FEW, SIMILAR, MomentLine
from media_insights.cli.terminal.option_groups import grouped
from media_insights.cli.terminal.options import OrderOption, Output
from media_insights.cli.terminal.saved_queries import SavedFlags, query_to_ask
from media_insights.cli.terminal.shell_commands import shell_command
from media_insights.client.answers import AnsweredHit, AnsweredSimilar
from media_insights.client.calls import Client
from media_insights.client.refusals import ClientError, RefusedRequest
from media_insights.domain.edits.editing import REVIEW
from media_insights.search.query_hints import hint_of

_PLAYABLE = "ProxyEncode"
"""Medium that moments are cut from."""


@grouped
@as_failures()
def search(  # noqa: PLR0913 - a command's options are its parameters
    query: Annotated[
        str | None, typer.Argument(help="What to find, as docs/search.md describes it.", show_default=False)
    ] = None,
    *,
    everywhere: Annotated[
        bool, typer.Option("--all-namespaces", "-A", help="In every namespace whose assets you may read.")
    ] = False,
    order: OrderOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Most moments.")] = 20,
    place: Place,
    store: StoreFlags,
    flags: SavedFlags,
    output: Output = Format.TABLE,
) -> None:
    """Find moments in the assets that you may read, and print when they are and how to cut them out."""
    cluster = connect(place)
    endpoint = endpoint_of(cluster, store)
    if isinstance(endpoint, str):
        raise Failure(f"moments are searched through the HTTP API: {endpoint}")
    client, namespace = Client(endpoint), "" if everywhere else cluster.namespace
    saved, text = SavedByApi(client, cluster.namespace), query
    try:
        wanted = query_to_ask(flags, query, order.value if order else None, saved)
        if wanted is None:
            return
        text = wanted.query
        page = min(limit + 1, 200)
        found = list(islice(client.search(text, namespace, order=wanted.order, page=page), limit + 1))
        hits = found[:limit]
        is_asked = wanted.order == "relevance" and len(hits) < FEW
        similar = _similar(client, text, namespace, hits) if is_asked else AnsweredSimilar()
        if output is Format.TABLE:
            _print(client, hits, namespace)
            _print(client, similar.items, namespace, SIMILAR)
        else:
            shown = (*hits, *similar.items)
            emit([hit.model_dump(mode="json", by_alias=True) for hit in shown], output)
        if flags.save:
            saved.save(flags.save, wanted)
    except RefusedRequest as error:
        raise Failure(f"{text}: {error}" if text else str(error), code=USAGE if error.status == 400 else 1) from error
    except ClientError as error:
        raise Failure(str(error)) from error
    notes = [hint_of(text), f"there is more: --limit {limit * 5}" if len(found) > limit else ""]
    notes += _notes(found, similar)
    for note in filter(None, notes):
        say(note)


def _similar(client: Client, query: str, namespace: str, shown: Sequence[AnsweredHit]) -> AnsweredSimilar:
    """Return what means something like the query, and is not shown already."""
    found, known = client.similar(query, namespace), {each.id for each in shown}
    return found.model_copy(update={"items": tuple(each for each in found.items if each.id not in known)})


def _notes(found: Sequence[AnsweredHit], similar: AnsweredSimilar) -> list[str]:
    """Return what is told when little was found."""
    nothing = "" if found or similar.items else "nothing was found"
    return [nothing, f"by meaning: {similar.reason}" if similar.reason else ""]


def _print(client: Client, hits: Sequence[AnsweredHit], namespace: str, title: str = "") -> None:
    playable = dict[str, bool]()
    if hits and title:
        tell(title)
    for hit in hits:
        if hit.asset.id not in playable:
            playable[hit.asset.id] = any(each.medium == _PLAYABLE for each in client.asset(hit.asset.id).files)
        moment = _printed(hit, namespace)
        tell(moment.line())
        if playable[hit.asset.id] and (command := moment.cut(f"{hit.asset.name}.mp4", hit.asset.name)):
            tell(f"    {_download(hit, namespace)} && {command}")


def _printed(hit: AnsweredHit, namespace: str) -> MomentLine:
    return MomentLine(
        asset=hit.asset.name if namespace else f"{hit.asset.namespace}/{hit.asset.name}",
        operator=hit.operator,
        title=hit.title,
        snippet=hit.snippet,
        start=hit.start,
        end=hit.end,
        confidence=hit.confidence,
        score=hit.score,
        review=str(hit.fields.get(REVIEW, "")),
    )


def _download(hit: AnsweredHit, namespace: str) -> str:
    where = [] if hit.asset.namespace == namespace else ["-n", hit.asset.namespace]
    command = ["kubectl", "media", "download", hit.asset.name, _PLAYABLE, "-o", f"{hit.asset.name}.mp4", *where]
    return shell_command(command)

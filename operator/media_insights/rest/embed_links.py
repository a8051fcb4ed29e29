"""Links that show one asset inside other sites' pages: sealed, read-only, and good until a day.

The address itself is the credential, since a browser sends no cookie from a frame of another site. Everything that the
page asks for lies below it: ``/embed/LINK/v1/assets/ID/…``. A link reads what its maker may read at that moment.
"""

import re
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from fastapi import Request
from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from media_insights.ports.identity import Caller
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.sessions import LONGEST, SessionSettings

PLACE = "/embed/"
"""Where the page of a link is, and what it asks for."""
_PURPOSE = "embed"
_SCOPE = "media_insights.embed"
_BELOW = re.compile(
    r"/embed/(?P<link>[^/]+)(?P<path>/v1/assets/[^/]+(?:/(?:moments|boxes|timeline|transcript|captions|waveform|frames"
    r"|frames/[^/]+|media/[^/]+|hls/[^/]+|results/[^/]+))?)"
)
"""What a link reads of its asset: what is played and what was found. Not its edits, their authors, or the lineage."""
_READING = frozenset({"GET", "HEAD"})
_CHOOSING = frozenset({"result", "start", "end", "confidence", "limit", "cursor", "whole", "lanes", "buckets", "words"})
"""Parameters of those routes that choose among what is shown. Not ``edits``: what people hid stays hidden."""

GROUP_LIFETIME = timedelta(days=7)
"""The longest that a link is good whose maker may read the asset only by a group, which they may be taken out of."""
_SERVICE_ACCOUNT = "system:serviceaccount:"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedLink:
    """What a link shows, and on whose behalf."""

    asset: str
    """Id of the asset."""
    name: str
    """Who made it, as the cluster knows them."""
    uid: str
    groups: tuple[str, ...]

    @property
    def maker(self) -> Caller:
        """Whose rights it has."""
        return Caller(name=self.name, uid=self.uid, groups=tuple(self.groups))


def link_of(asset: str, maker: Caller, key: bytes, expires: datetime) -> str:
    """Return a new link's part of an address. Raises ApiRefusal when it would be too long.

    It is encrypted, not only signed: it holds the name of a person, and is shown to the world.
    """
    link = EmbedLink(asset=asset, name=maker.name, uid=maker.uid, groups=maker.groups)
    text = _sealing(key).seal(_PURPOSE, asdict(link), expires=int(expires.timestamp()))
    if len(text) > LONGEST:
        said = f"{maker.name} is in {len(maker.groups)} groups, more than an address holds"
        raise ApiRefusal(422, "invalid", said, hint="let a service account make the link")
    return text


def embed_link(text: str, key: bytes) -> EmbedLink | None:
    """Return what a link shows; None for one that was not made here, has expired, or was made with another key."""
    content = _sealing(key).open(_PURPOSE, text, now=time.time())
    if content is None:
        return None
    return EmbedLink(asset=content["asset"], name=content["name"], uid=content["uid"], groups=tuple(content["groups"]))


def without_groups(maker: Caller) -> Caller:
    """Return a maker with no groups but those that belong to the name itself, and so are never lost."""
    kept = {"system:authenticated"}
    if maker.name.startswith(_SERVICE_ACCOUNT):
        namespace = maker.name.removeprefix(_SERVICE_ACCOUNT).partition(":")[0]
        kept |= {"system:serviceaccounts", f"system:serviceaccounts:{namespace}"}
    return replace(maker, groups=tuple(each for each in maker.groups if each in kept))


class EmbedPaths:
    """Leads what a link's page asks for to the routes of the API that read an asset, and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under the path of its route, with the link beside it."""
        if scope["type"] == "http" and _is_reading(scope) and (found := _BELOW.fullmatch(scope["path"])):
            path = found["path"]
            scope = {**scope, "path": path, "raw_path": path.encode(), _SCOPE: found["link"]}
        await self._app(scope, receive, send)


def maker_of_link(request: Request, key: bytes) -> Caller | None:
    """Return on whose behalf a request below a link reads; None for any other request. Raises ApiRefusal (401)."""
    text = request.scope.get(_SCOPE)
    if text is None:
        return None
    link = embed_link(text, key)
    if link is None or request.path_params.get("id") != link.asset:
        raise ApiRefusal(401, "link-ended", "this link has ended, or is of another asset: ask for a new one")
    return link.maker


def link_in(path: str) -> str:
    """Return the link that a page's path names; empty for another page's."""
    return path.removeprefix(PLACE).strip("/") if path.startswith(PLACE) else ""


def _is_reading(scope: Scope) -> bool:
    return scope["method"] in _READING and QueryParams(scope["query_string"]).keys() <= _CHOOSING


def _sealing(key: bytes) -> SessionSettings:
    return SessionSettings(origin="", keys=(key.hex(),))

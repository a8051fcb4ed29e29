"""Embedding: links that show one asset to whoever has them."""

from dataclasses import replace
from datetime import datetime, timedelta

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.ports.identity import Caller
from media_insights.rest import embed_links
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.naming import IdempotencyKey
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.repeatable_requests import FirstRequest, repeatable

router = APIRouter(prefix="/v1", tags=["assets"])
LONGEST_DAYS = 366


class NewEmbedLink(BaseModel):
    """A link that is to be made."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"days": 30}]})

    days: int = Field(default=30, ge=1, le=LONGEST_DAYS, description="For how long it is good.")


class EmbedLinkTerms(StatusShape):
    """What links to an asset the caller may make."""

    longest_days: int = Field(description="For how many days at most such a link is good.")
    reason: str = Field(default="", description="Why not for longer; empty where it is as long as links can be.")


class EmbedLinkView(StatusShape):
    """A link that shows an asset to whoever has it."""

    path: str = Field(description="Path of the page, below the host of this API.")
    expires: datetime
    frame_ancestors: list[str] = Field(description="Sites whose pages may show it in a frame; empty: none.")


@router.get("/assets/{id}/embed-links", summary="For how long a link may be good", responses=declared(404))
async def get_embed_link_terms(id: str, access: Accessed) -> EmbedLinkTerms:  # noqa: A002 - its name in the path
    """Say for how long a link may be good that the caller would make; it needs the right to change the asset."""
    asset = await access.asset(id, "update")
    alone = await _reads_alone(access, asset.metadata.namespace)
    if alone is not None:
        return EmbedLinkTerms(longest_days=LONGEST_DAYS)
    return EmbedLinkTerms(longest_days=embed_links.GROUP_LIFETIME.days, reason=_only_by_a_group(access.caller))


@router.post(
    "/assets/{id}/embed-links", status_code=201, summary="Make a link that shows an asset", responses=declared(404, 409)
)
async def create_embed_link(
    id: str,  # noqa: A002 - its name in the path
    body: NewEmbedLink,
    access: Accessed,
    idempotency_key: IdempotencyKey = "",
) -> EmbedLinkView:
    """Make a link with which anybody can look at an asset without signing in, and no more than look.

    It needs the right to change the asset, and reads what its maker may read at that moment. Who may read the asset
    only by a group makes links for at most 7 days. Another signing key ends all links. A request that comes again under
    its Idempotency-Key gets a link that ends when the first one does.
    """
    asset = await access.asset(id, "update")
    access.trail.verb = "sign"
    deployment = access.deployment
    lifetime = timedelta(days=body.days)
    maker = await _maker(access, asset.metadata.namespace, lifetime)

    async def make(first: FirstRequest) -> EmbedLinkView:
        expires = datetime.fromisoformat(first.at) + lifetime
        link = embed_links.link_of(asset.metadata.uid, maker, deployment.key, expires)
        path = f"{deployment.prefix}{embed_links.PLACE}{link}"
        return EmbedLinkView(path=path, expires=expires, frame_ancestors=list(deployment.embed_origins))

    route = f"assets/{asset.metadata.uid}/embed-links"
    return await repeatable(idempotency_key, route, asset.metadata.namespace, body, access).make(make)


async def _maker(access: RequestAccess, namespace: str, lifetime: timedelta) -> Caller:
    """Return on whose behalf a link reads: its maker, with groups only where it is short. Raises ApiRefusal (422)."""
    alone = await _reads_alone(access, namespace)
    if alone is not None:
        return alone
    if lifetime <= embed_links.GROUP_LIFETIME:
        return access.caller
    said = _only_by_a_group(access.caller)
    raise ApiRefusal(422, "invalid", said, hint="ask for fewer days, or let a service account make the link")


async def _reads_alone(access: RequestAccess, namespace: str) -> Caller | None:
    """Return the caller without groups where they may read so; None where they may read only by a group.

    The cluster can be asked at any time what somebody may do, but not whether they are still in a group.
    """
    alone = embed_links.without_groups(access.caller)
    return alone if await replace(access, caller=alone).allows("get", MediaAsset, namespace) else None


def _only_by_a_group(caller: Caller) -> str:
    most = embed_links.GROUP_LIFETIME.days
    return f"{caller.name} may read this asset only as a member of a group: such a link is good for at most {most} days"

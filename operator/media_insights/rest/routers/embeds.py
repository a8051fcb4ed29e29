"""Embedding: links that show one asset to whoever has them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.ports.identity import Caller
from media_insights.rest import embed_links
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.problems import ApiRefusal, declared

router = APIRouter(prefix="/v1", tags=["assets"])


class NewEmbedLink(BaseModel):
    """A link that is to be made."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"days": 30}]})

    days: int = Field(default=30, ge=1, le=366, description="For how long it is good.")


class EmbedLinkView(StatusShape):
    """A link that shows an asset to whoever has it."""

    path: str = Field(description="Path of the page, below the host of this API.")
    expires: datetime
    frame_ancestors: list[str] = Field(description="Sites whose pages may show it in a frame; empty: none.")


@router.post(
    "/assets/{id}/embed-links", status_code=201, summary="Make a link that shows an asset", responses=declared(404)
)
async def create_embed_link(id: str, body: NewEmbedLink, access: Accessed) -> EmbedLinkView:  # noqa: A002 - its name in the path
    """Make a link with which anybody can look at an asset without signing in, and no more than look.

    It needs the right to change the asset, and reads what its maker may read at that moment. Who may read the asset
    only by a group makes links for at most 7 days. Another signing key ends all links.
    """
    asset = await access.asset(id, "update")
    deployment = access.deployment
    lifetime = timedelta(days=body.days)
    maker = await _maker(access, asset.metadata.namespace, lifetime)
    link, expires = embed_links.link_of(asset.metadata.uid, maker, deployment.key, lifetime)
    return EmbedLinkView(
        path=f"{deployment.prefix}{embed_links.PLACE}{link}",
        expires=datetime.fromtimestamp(expires, UTC),
        frame_ancestors=list(deployment.embed_origins),
    )


async def _maker(access: RequestAccess, namespace: str, lifetime: timedelta) -> Caller:
    """Return on whose behalf a link reads: its maker, with groups only where it is short. Raises ApiRefusal (422).

    The cluster can be asked at any time what somebody may do, but not whether they are still in a group.
    """
    alone = embed_links.without_groups(access.caller)
    if await replace(access, caller=alone).allows("get", MediaAsset, namespace):
        return alone
    if lifetime <= embed_links.GROUP_LIFETIME:
        return access.caller
    most = embed_links.GROUP_LIFETIME.days
    said = f"{alone.name} may read this asset only as a member of a group: such a link is good for at most {most} days"
    raise ApiRefusal(422, "invalid", said, hint="ask for fewer days, or let a service account make the link")

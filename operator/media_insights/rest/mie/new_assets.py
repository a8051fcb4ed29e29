"""New assets over objects that the engine's clients name."""

from media_insights.actions.asset import new_asset, title_of, with_cleanup
from media_insights.api.v1alpha1 import MediaAsset
from media_insights.domain import names
from media_insights.domain.planning.references import Address
from media_insights.rest.access import RequestAccess
from media_insights.rest.mie.named_objects import own_upload
from media_insights.rest.mie.requests_as_ours import MediaObject
from media_insights.rest.naming import Attempt


async def asset_over(source: MediaObject, namespace: str, access: RequestAccess, attempt: Attempt) -> MediaAsset:
    """Create an asset without workflows over an object of the store."""
    await access.require("create", MediaAsset, namespace)
    source = own_upload(source, namespace)
    file = source.key.rpartition("/")[2]
    name = names.unique(names.asset_name_of(file), attempt.token())
    made = with_cleanup(new_asset(name, Address(source.bucket, source.key), {}, title=title_of(file)))
    return await attempt.create(access.ports.assets, {**made, "metadata": {**made["metadata"], "namespace": namespace}})

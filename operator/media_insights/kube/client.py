"""The API server, as few verbs over plain objects: every call has a timeout, every refusal a type."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp
from kubernetes.aio import client, config

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import (
    AlreadyExists,
    ApiError,
    Conflict,
    Forbidden,
    LostLease,
    MediaInsightsError,
    NotFound,
    Rejected,
    Unavailable,
)
from media_insights.kube.resources import Resource
from media_insights.runtime import metrics

TIMEOUT = 10.0
"""Seconds for one request, connecting included."""
_LIST_TIMEOUT = 60.0
_MERGE = "application/merge-patch+json"
_APPLY = "application/apply-patch+yaml"
_METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
_REFUSALS: Mapping[int, type[ApiError]] = {401: Forbidden, 403: Forbidden, 404: NotFound, 409: Conflict, 410: Conflict}


class Api:
    """One connection pool to the API server. Writes only while ``may_write`` says so."""

    def __init__(self, api_client: client.ApiClient, may_write: Callable[[], bool] = lambda: True) -> None:
        self._client = api_client
        self._may_write = may_write

    def fenced(self, may_write: Callable[[], bool]) -> "Api":
        """Return the same connection for one who must stop writing when ``may_write`` says no."""
        return Api(self._client, may_write)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def get(self, resource: Resource, namespace: str, name: str) -> Manifest:
        """Return an object."""
        return await self._ask("GET", resource, resource.path(namespace, name))

    async def items(self, resource: Resource, namespace: str = "", selector: str = "") -> list[Manifest]:
        """Return all objects that match a label selector, page by page, metadata only."""
        found: list[Manifest] = []
        query = {"limit": "500", **({"labelSelector": selector} if selector else {})}
        while True:
            path = f"{resource.path(namespace)}?{urlencode(query)}"
            page = await self._ask("GET", resource, path, accept=_METADATA_ONLY, timeout=_LIST_TIMEOUT)
            found += page.get("items") or ()  # an empty list of metadata only comes as null
            more = page.get("metadata", {}).get("continue")
            if not more:
                return found
            query["continue"] = more

    async def create(self, resource: Resource, manifest: Manifest) -> Manifest:
        """Make an object; AlreadyExists when there is one of that name."""
        path = f"{resource.path(manifest['metadata'].get('namespace', ''))}?fieldManager={labels.FIELD_MANAGER}"
        try:
            return await self._ask("POST", resource, path, manifest)
        except Conflict as error:
            raise AlreadyExists(str(error)) from error

    async def apply(self, resource: Resource, manifest: Manifest) -> Manifest:
        """Make an object be as the manifest says, by server-side apply under our field manager."""
        meta = manifest["metadata"]
        path = resource.path(meta.get("namespace", ""), meta["name"])
        path += f"?fieldManager={labels.FIELD_MANAGER}&force=true"
        return await self._ask("PATCH", resource, path, manifest, kind=_APPLY, verb="apply")

    async def patch(
        self, resource: Resource, namespace: str, name: str, patch: Manifest, *, subresource: Literal["", "status"] = ""
    ) -> Manifest:
        """Merge a patch into an object or its status; Conflict when ``metadata.uid`` in it is another's."""
        path = f"{resource.path(namespace, name, subresource)}?fieldManager={labels.FIELD_MANAGER}"
        return await self._ask("PATCH", resource, path, patch, kind=_MERGE, verb=subresource or "patch")

    async def replace(self, resource: Resource, namespace: str, name: str, manifest: Manifest) -> Manifest:
        """Replace an object; Conflict when it has changed since its ``resourceVersion``."""
        return await self._ask("PUT", resource, resource.path(namespace, name), manifest, verb="update")

    async def delete(
        self, resource: Resource, namespace: str, name: str, *, after_children: bool = False, uid: str = ""
    ) -> None:
        """Delete an object; one that does not exist is fine. ``after_children``: its pods go first."""
        body = {
            "apiVersion": "v1",
            "kind": "DeleteOptions",
            "propagationPolicy": "Foreground" if after_children else "Background",
            **({"preconditions": {"uid": uid}} if uid else {}),
        }
        try:
            await self._ask("DELETE", resource, resource.path(namespace, name), body)
        except NotFound:
            return

    async def _ask(  # noqa: PLR0913 - one request has this many parts
        self,
        method: str,
        resource: Resource,
        path: str,
        body: Manifest | None = None,
        *,
        kind: str = "application/json",
        accept: str = "application/json",
        verb: str = "",
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - aiohttp's own, which also closes the connection
    ) -> Manifest:
        if method != "GET":
            if not self._may_write():
                raise LostLease(f"another replica may be leading: {method} {path} was not sent")
            metrics.API_WRITES.labels(resource.kind, verb or method.lower()).inc()
        status, text = await self._sent(method, path, body, {"Content-Type": kind, "Accept": accept}, timeout)
        if status < 400:
            answer: Manifest = json.loads(text)
            return answer
        metrics.API_ERRORS.labels(resource.kind, verb or method.lower(), str(status)).inc()
        raise _error_of(status, text, f"{method} {path.partition('?')[0]}")

    async def _sent(
        self,
        method: str,
        path: str,
        body: Manifest | None,
        headers: dict[str, str],
        timeout: float,  # noqa: ASYNC109 - see above
    ) -> tuple[int, str]:
        query: list[Any] = []
        try:
            await self._client.update_params_for_auth(headers, query, ["BearerToken"], path, method, body)
            response = await self._client.call_api(
                method, self._client.configuration.host + path, headers, body, _request_timeout=timeout
            )
            return response.status, (await response.read()).decode(errors="replace")
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unavailable(
                f"the API server does not answer {method} {path}: {error or type(error).__name__}"
            ) from error


def _error_of(status: int, text: str, what: str) -> MediaInsightsError:
    try:
        message = json.loads(text).get("message") or text
    except ValueError:
        message = text[:300]
    sentence = f"{what}: {status} {message}"
    if status >= 500 or status == 429:
        return Unavailable(sentence)
    return _REFUSALS.get(status, Rejected)(sentence)


async def connect(kubeconfig: str = "") -> Api:
    """Return a connection by the pod's service account, or else by a kubeconfig (default: the user's)."""
    configuration = client.Configuration()
    try:
        config.load_incluster_config(client_configuration=configuration)
    except config.ConfigException:
        await config.load_kube_config(config_file=kubeconfig or None, client_configuration=configuration)
    configuration.connection_pool_maxsize = 64
    return Api(client.ApiClient(configuration))

"""Client of the API server: few verbs over plain objects; every call has a timeout, every refusal a type."""

import json
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.running.log_lines import MOST_OF_A_LINE
from media_insights.errors import ApiError, LostLease, NoCluster, NotFound, Unavailable
from media_insights.kube import credentials
from media_insights.kube.bounds import Bounds
from media_insights.kube.connection import JSON, TIMEOUT, ApiRequest, Connection
from media_insights.kube.lists import ListReader
from media_insights.kube.refusals import error_of_status
from media_insights.kube.resources import PODS, Resource
from media_insights.kube.writes import ApiWrite
from media_insights.ports.audit import Audit, unaudited

_LIST_TIMEOUT = 60.0
_PAGE = 500
_MERGE = "application/merge-patch+json"
_APPLY = "application/apply-patch+yaml"
_METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"

Lines = AsyncGenerator[bytes, None]
MayWrite = Callable[[], bool]
"""Asked before every write; when it says no, the write is not sent: LostLease."""
Count = Callable[[Resource, str, str, int], None]
"""Called after every request but streams: kind, Kubernetes' verb, subresource (or nothing), and the answer's HTTP
status, 200 for success, 0 for none."""


def _always() -> bool:
    return True


def _uncounted(resource: Resource, verb: str, subresource: str, status: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Api:
    """The API server, as one process may use it."""

    connection: Connection
    may_write: MayWrite = _always
    count: Count = _uncounted
    manager: str = labels.FIELD_MANAGER
    """Who the API server notes as the writer of fields."""
    audit: Audit = unaudited
    """Is told of every write with the process's own account."""

    def fenced(self, may_write: MayWrite) -> "Api":
        """Return the same connection for one who must stop writing when ``may_write`` says no."""
        return replace(self, may_write=may_write)

    def as_caller(self, token: str) -> "Api":
        """Return connections of their own, with nothing but somebody else's token; whoever asks closes them.

        What is written with it is none of the process's own: it is recorded with the request that sent the token.
        """
        return replace(self, connection=self.connection.as_caller(token), audit=unaudited)

    async def close(self) -> None:
        """Close the connections."""
        await self.connection.close()

    async def get(self, resource: Resource, namespace: str, name: str) -> Manifest:
        """Return an object."""
        return await self._ask("get", resource, ApiRequest(path=resource.path(namespace, name)))

    async def serves(self, resource: Resource) -> bool:
        """Return whether the API server knows a kind, as its own list of kinds says, which everybody may read."""
        try:
            found = await self._ask("get", resource, ApiRequest(path=resource.root))
        except NotFound:  # no kind of this group
            return False
        return resource.plural in {each.get("name") for each in found.get("resources") or ()}

    async def items(
        self, resource: Resource, namespace: str = "", selector: str = "", *, only_metadata: bool = False
    ) -> list[Manifest]:
        """Return all objects that match a label selector, or stubs of those that are too large, read page by page."""
        pages = self.pages(resource, namespace, selector, only_metadata=only_metadata)
        return [each async for page in pages for each in page]

    async def pages(
        self, resource: Resource, namespace: str = "", selector: str = "", *, only_metadata: bool = False
    ) -> AsyncGenerator[list[Manifest], None]:
        """Yield the same objects page by page, for those who keep little of them."""
        query = {"limit": str(_PAGE), **({"labelSelector": selector} if selector else {})}
        accept = _METADATA_ONLY if only_metadata else JSON
        while True:
            path = f"{resource.path(namespace)}?{urlencode(query)}"
            page, more = await self._page(resource, ApiRequest(path=path, accept=accept, seconds=_LIST_TIMEOUT))
            yield page
            if not more:
                return
            query["continue"] = more

    async def _page(self, resource: Resource, request: ApiRequest) -> tuple[list[Manifest], str]:
        """Return the objects of one page, and where the next one begins."""
        reader = ListReader(Bounds(bytes=resource.most_bytes))
        with self._counted("list", resource, ""):
            async with aclosing(self.connection.objects(request, reader)) as objects:
                page = [each async for each in objects]
        return page, str(reader.frame.get("metadata", {}).get("continue") or "")

    async def watch(self, resource: Resource, found: Manifest, seconds: float) -> AsyncGenerator[Manifest, None]:
        """Yield an object whenever it changes after ``found``, until it is deleted or the time is over.

        Raises Conflict when the API server no longer knows the changes since then: read the object again.
        """
        meta = found["metadata"]
        query = {
            "watch": "true",
            "fieldSelector": f"metadata.name={meta['name']}",
            "resourceVersion": meta["resourceVersion"],
            "timeoutSeconds": str(max(1, int(seconds))),
        }
        path = f"{resource.path(meta.get('namespace', ''))}?{urlencode(query)}"
        request = ApiRequest(path=path, seconds=seconds + TIMEOUT)
        async with aclosing(self.connection.stream(request)) as lines:
            async for line in lines:
                event = json.loads(line)
                if event["type"] == "ERROR":
                    status = event["object"]
                    raise error_of_status(str(request), int(status.get("code", 0)), status)
                if event["type"] == "DELETED":
                    return
                yield event["object"]

    async def logs(self, namespace: str, pod: str, container: str, *, follow: bool = False) -> Lines:
        """Yield the lines that a container wrote, very long ones in parts; ``follow``: and those that it will write."""
        query = urlencode({"container": container, "follow": str(follow).lower()})
        path = f"{PODS.path(namespace, pod, 'log')}?{query}"
        request = ApiRequest(path=path, accept="*/*", seconds=None if follow else _LIST_TIMEOUT)
        async with aclosing(self.connection.stream(request, longest=MOST_OF_A_LINE)) as lines:
            async for line in lines:
                yield line

    async def pod_page(self, namespace: str, pod: str, port: int, page: str) -> Lines:
        """Yield the lines of a page that a pod serves by HTTP, as the API server passes it on."""
        path = f"{PODS.path(namespace, f'{pod}:{port}', 'proxy')}/{page}"
        async with aclosing(self.connection.stream(ApiRequest(path=path, accept="*/*", seconds=TIMEOUT))) as lines:
            async for line in lines:
                yield line

    async def create(self, resource: Resource, manifest: Manifest) -> Manifest:
        """Make an object; AlreadyExists when there is one of that name."""
        meta = manifest["metadata"]
        path = resource.path(meta.get("namespace", ""))
        write = ApiWrite("create", resource, meta.get("namespace", ""), meta.get("name", ""))
        return await self._write(write, ApiRequest(method="POST", path=path, body=manifest))

    async def review(self, resource: Resource, question: Manifest) -> Manifest:
        """Return a question with its answer. It is stored nowhere, so it is no write."""
        return await self._ask("create", resource, ApiRequest(method="POST", path=resource.path(), body=question))

    async def apply(self, resource: Resource, manifest: Manifest) -> Manifest:
        """Make an object be as the manifest says, by server-side apply under our field manager."""
        meta = manifest["metadata"]
        write = ApiWrite("patch", resource, meta.get("namespace", ""), meta["name"])
        request = ApiRequest(method="PATCH", path=write.path, body=manifest, content_type=_APPLY)
        return await self._write(write, request, force="&force=true")

    async def patch(
        self, resource: Resource, namespace: str, name: str, patch: Manifest, *, subresource: Literal["", "status"] = ""
    ) -> Manifest:
        """Merge a patch into an object or its status; Conflict when ``metadata.uid`` in it is another's."""
        write = ApiWrite("patch", resource, namespace, name, subresource)
        return await self._write(write, ApiRequest(method="PATCH", path=write.path, body=patch, content_type=_MERGE))

    async def replace(self, resource: Resource, namespace: str, name: str, manifest: Manifest) -> Manifest:
        """Replace an object; Conflict when it has changed since its ``resourceVersion``."""
        write = ApiWrite("update", resource, namespace, name)
        return await self._write(write, ApiRequest(method="PUT", path=write.path, body=manifest))

    async def delete(
        self, resource: Resource, namespace: str, name: str, *, after_children: bool = False, uid: str = ""
    ) -> bool:
        """Delete an object; return whether there was one. ``after_children``: its pods go first."""
        body = {
            "apiVersion": "v1",
            "kind": "DeleteOptions",
            "propagationPolicy": "Foreground" if after_children else "Background",
            **({"preconditions": {"uid": uid}} if uid else {}),
        }
        write = ApiWrite("delete", resource, namespace, name)
        try:
            await self._write(write, ApiRequest(method="DELETE", path=write.path, body=body))
        except NotFound:
            return False
        return True

    async def _write(self, write: ApiWrite, request: ApiRequest, *, force: str = "") -> Manifest:
        if not self.may_write():
            raise LostLease(f"another replica may be leading: {request} was not sent")
        managed = request if write.verb == "delete" else _at(request, f"?fieldManager={self.manager}{force}")
        try:
            answer = await self._ask(write.verb, write.resource, managed, write.subresource)
        except BaseException as error:  # one who stops waiting does not know either what was done
            self.audit(write.record({}, error))
            raise
        self.audit(write.record(answer))
        return answer

    async def _ask(self, verb: str, resource: Resource, request: ApiRequest, subresource: str = "") -> Manifest:
        with self._counted(verb, resource, subresource):
            return await self.connection.send(replace(request, most_bytes=resource.most_bytes))

    @contextmanager
    def _counted(self, verb: str, resource: Resource, subresource: str) -> Iterator[None]:
        try:
            yield
        except (ApiError, Unavailable) as error:
            self.count(resource, verb, subresource, error.refusal.status if error.refusal else 0)
            raise
        self.count(resource, verb, subresource, 200)


def _at(request: ApiRequest, query: str) -> ApiRequest:
    return replace(request, path=request.path + query)


async def connect(kubeconfig: str = "", count: Count = _uncounted, audit: Audit = unaudited) -> Api:
    """Return a connection by the pod's service account, or else by a kubeconfig (default: the user's)."""
    try:
        found = credentials.of_pod()
    except NoCluster:
        found = await credentials.of_kubeconfig(kubeconfig)
    return Api(Connection(found), count=count, audit=audit)

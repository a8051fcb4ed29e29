"""A Kubernetes API server in one process: objects, resource versions, watches, finalizers, and faults on demand."""

import asyncio
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock, Thread
from typing import Any

import aiohttp
from aiohttp import web

from tests import runners

Manifest = dict[str, Any]
KINDS = {
    "api/v1": {
        "namespaces": ("Namespace", False),
        "configmaps": ("ConfigMap", True),
        "secrets": ("Secret", True),
        "serviceaccounts": ("ServiceAccount", True),
        "events": ("Event", True),
        "pods": ("Pod", True),
    },
    "apis/apps/v1": {"deployments": ("Deployment", True)},
    "apis/admissionregistration.k8s.io/v1": {
        "validatingadmissionpolicies": ("ValidatingAdmissionPolicy", False),
        "validatingadmissionpolicybindings": ("ValidatingAdmissionPolicyBinding", False),
    },
    "apis/mediainsights.dev/v1alpha1": {
        "mediaassets": ("MediaAsset", True),
        "mediaexecutions": ("MediaExecution", True),
        "mediaworkflows": ("MediaWorkflow", True),
        "mediaoperators": ("MediaOperator", False),
        "mediabatches": ("MediaBatch", True),
        "mediasources": ("MediaSource", True),
    },
    "apis/argoproj.io/v1alpha1": {"workflows": ("Workflow", True)},
    "apis/coordination.k8s.io/v1": {"leases": ("Lease", True)},
    "apis/rbac.authorization.k8s.io/v1": {"roles": ("Role", True), "rolebindings": ("RoleBinding", True)},
    "apis/networking.k8s.io/v1": {"networkpolicies": ("NetworkPolicy", True)},
    "apis/discovery.k8s.io/v1": {"endpointslices": ("EndpointSlice", True)},
    "apis/authentication.k8s.io/v1": {"tokenreviews": ("TokenReview", False)},
    "apis/authorization.k8s.io/v1": {"subjectaccessreviews": ("SubjectAccessReview", False)},
    "apis/apiextensions.k8s.io/v1": {"customresourcedefinitions": ("CustomResourceDefinition", False)},
}
LABEL_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
API_SERVERS: Manifest = {"ports": [{"port": 6444}], "endpoints": [{"addresses": ["192.0.2.7"]}]}
SERVICE = re.compile(r"api/v1/namespaces/(?P<namespace>[^/]+)/services/(?P<service>[^/]+)/proxy/(?P<path>.*)")
REVIEWS = ("tokenreviews", "subjectaccessreviews")
"""Questions that are answered and not stored."""
CUSTOM = ("mediaassets", "mediabatches", "mediaexecutions", "mediasources", "mediaworkflows", "mediaoperators")


class FakeApi:
    """What the controller talks to; ``writes`` counts requests as (verb, plural)."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str, str], Manifest] = {}
        self.writes: Counter[tuple[str, str]] = Counter()
        self.fault: Callable[[web.Request], web.Response | None] = lambda _: None
        self.loses: Callable[[web.Request], bool] = lambda _: False
        """Whether what was asked is done, and the answer lost."""
        self.review: Callable[[str, Manifest], Manifest] = lambda _, __: {}
        """Plural and spec of a question → its status."""
        self.unknown: set[str] = set()
        """Plurals whose definitions are not applied."""
        self.services: dict[str, str] = {}
        """``namespace/name:port`` of a Service → its address, for requests through the API server."""
        self.loop: asyncio.AbstractEventLoop | None = None
        self.address = ""
        self._changing = RLock()
        """Tests change objects from their thread, requests from the server's: no list or watch falls in between."""
        self._version = 100
        self._log: dict[str, list[tuple[int, Manifest]]] = defaultdict(list)
        self._watches: dict[str, list[asyncio.Queue[Manifest | None]]] = defaultdict(list)
        self.put("endpointslices", {"metadata": {"name": "kubernetes", "namespace": "default"}} | API_SERVERS)

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        return app

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve in a thread of its own: kopf cancels every task of its loop when it ends. Yields the address."""
        self.loop = asyncio.new_event_loop()
        thread = Thread(target=self.loop.run_forever, daemon=True)
        thread.start()
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        try:
            self.address = asyncio.run_coroutine_threadsafe(_started(runner), self.loop).result(10)
            yield self.address
        finally:
            asyncio.run_coroutine_threadsafe(runners.close(runner), self.loop).result(10)
            self.loop.call_soon_threadsafe(self.loop.stop)
            thread.join(10)
            self.loop.close()

    def get(self, plural: str, name: str, namespace: str = "n") -> Manifest:
        return self.objects[plural, namespace, name]

    def all(self, plural: str) -> list[Manifest]:
        return [manifest for (kind, _, _), manifest in list(self.objects.items()) if kind == plural]

    def put(self, plural: str, manifest: Manifest) -> Manifest:
        """Create or replace an object, as anybody else could, and tell the watches."""
        with self._changing:
            return self._put(plural, manifest)

    def _put(self, plural: str, manifest: Manifest) -> Manifest:
        meta = manifest.setdefault("metadata", {})
        group, (kind, namespaced) = next((g, of[plural]) for g, of in KINDS.items() if plural in of)
        manifest |= {"apiVersion": group.removeprefix("apis/").removeprefix("api/"), "kind": kind}
        key = plural, meta.get("namespace", "") if namespaced else "", meta["name"]
        old = self.objects.get(key)
        self._version += 1
        meta.setdefault("uid", f"uid-{self._version}")
        meta.setdefault("creationTimestamp", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        changed = old is None or old.get("spec") != manifest.get("spec")
        meta["generation"] = meta.get("generation", 0) + (1 if changed else 0)
        meta["resourceVersion"] = str(self._version)
        if "deletionTimestamp" in meta and not meta.get("finalizers"):
            self.objects.pop(key, None)
            self._tell(plural, "DELETED", manifest)
            return manifest
        self.objects[key] = manifest
        self._tell(plural, "MODIFIED" if old else "ADDED", manifest)
        return manifest

    def remove(self, plural: str, name: str, namespace: str = "n", *, unseen: bool = False) -> None:
        with self._changing:
            manifest = self.objects.pop((plural, namespace, name))
            self._version += 1
            if not unseen:
                self._tell(plural, "DELETED", manifest)

    def later(self, seconds: float, change: Callable[..., object], *given: object) -> None:
        """Change something in a while, seen from a test that then waits for it."""
        assert self.loop
        self.loop.call_soon_threadsafe(self.loop.call_later, seconds, change, *given)

    async def watched(self, plural: str) -> None:
        """Return when somebody watches a kind."""
        while not self._watches[plural]:  # noqa: ASYNC110 - it happens in the server's thread
            await asyncio.sleep(0.01)

    async def unwatched(self, plural: str) -> None:
        """Return when nobody watches a kind any more."""
        while self._watches[plural]:  # noqa: ASYNC110 - it happens in the server's thread
            await asyncio.sleep(0.01)

    def drop_watches(self) -> None:
        """Break every watch with 410 Gone, so that everybody lists anew."""
        for queue in [queue for queues in self._watches.values() for queue in queues]:
            self._send(queue, {"type": "ERROR", "object": {"code": 410, "message": "too old"}})

    def _send(self, queue: "asyncio.Queue[Manifest | None]", event: Manifest) -> None:
        """Events come from the tests' loop, queues live in the server's."""
        assert self.loop
        self.loop.call_soon_threadsafe(queue.put_nowait, event)

    def _tell(self, plural: str, type_: str, manifest: Manifest) -> None:
        event = {"type": type_, "object": json.loads(json.dumps(manifest))}
        self._log[plural].append((self._version, event))
        for queue in list(self._watches[plural]):
            self._send(queue, event)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        answer = await self._answer(request)
        return web.Response(status=504) if self.loses(request) else answer

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        fault = self.fault(request)
        if fault is not None:
            return fault
        path = request.path.strip("/")
        discovery = self._discovery(path)
        if discovery is not None:
            return web.json_response(discovery)
        if proxied := SERVICE.fullmatch(path):
            return await self._proxied(request, proxied)
        plural, namespace, name, subresource = address_of(path)
        if plural in self.unknown or not any(plural in of for of in KINDS.values()):
            return web.Response(status=404, text="404 page not found\n")
        if request.method == "GET":
            return await self._read(request, plural, namespace, name)
        return await self._write(request, plural, namespace, name, subresource)

    async def _proxied(self, request: web.Request, proxied: re.Match[str]) -> web.Response:
        """Answer for a Service; as in Kubernetes, it does not see the header with which its caller logged in."""
        service = f"{proxied['namespace']}/{proxied['service']}"
        if service not in self.services:
            return refusal(503, "ServiceUnavailable", f"no endpoints available for service {service}")
        url = f"{self.services[service]}/{proxied['path']}?{request.query_string}"
        headers = {name: value for name, value in request.headers.items() if name not in ("Authorization", "Host")}
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(request.method, url, headers=headers, data=await request.read()) as response,
        ):
            kept = {name: value for name, value in response.headers.items() if name != "Transfer-Encoding"}
            return web.Response(status=response.status, body=await response.read(), headers=kept)

    def _discovery(self, path: str) -> Manifest | None:
        groups = sorted({each.split("/")[1] for each in KINDS if each.startswith("apis/")})
        if path == "api":
            return {"versions": ["v1"]}
        if path == "apis":
            versions = {each.split("/")[1]: each.split("/")[2] for each in KINDS if each.startswith("apis/")}
            return {
                "groups": [
                    {
                        "name": group,
                        "preferredVersion": {"version": versions[group]},
                        "versions": [{"version": versions[group]}],
                    }
                    for group in groups
                ]
            }
        if path in KINDS:
            return {
                "resources": [
                    {
                        "name": plural,
                        "kind": kind,
                        "singularName": kind.lower(),
                        "namespaced": namespaced,
                        "verbs": ["list", "watch", "patch", "get", "create", "delete"],
                        "shortNames": [],
                        "categories": [],
                    }
                    for plural, (kind, namespaced) in KINDS[path].items()
                    if plural not in self.unknown
                ]
            }
        return None

    async def _read(self, request: web.Request, plural: str, namespace: str, name: str) -> web.StreamResponse:
        if name:
            found = self.objects.get((plural, namespace, name))
            return web.json_response(found) if found else _missing(plural, name)
        if request.query.get("watch") == "true":
            return await self._watch(request, plural)
        with self._changing:
            return self._list(request, plural, namespace)

    def _list(self, request: web.Request, plural: str, namespace: str) -> web.Response:
        chosen = [
            manifest
            for manifest in self.all(plural)
            if _selected(manifest, request) and namespace in ("", manifest["metadata"].get("namespace", ""))
        ]
        start, most = int(request.query.get("continue") or 0), int(request.query.get("limit") or 0) or len(chosen)
        page = chosen[start : start + most]
        more = {"continue": str(start + most)} if start + most < len(chosen) else {}
        items = (page or None) if "PartialObjectMetadataList" in request.headers.get("Accept", "") else page
        return web.json_response({"metadata": {"resourceVersion": str(self._version), **more}, "items": items})

    async def _watch(self, request: web.Request, plural: str) -> web.StreamResponse:
        response = web.StreamResponse()
        queue: asyncio.Queue[Manifest | None] = asyncio.Queue()
        with self._changing:
            self._watches[plural].append(queue)
            since = int(request.query.get("resourceVersion") or self._version)
            for missed in [each for version, each in self._log[plural] if version > since]:
                queue.put_nowait(missed)
        try:
            await response.prepare(request)
            end = asyncio.get_running_loop().time() + float(request.query.get("timeoutSeconds", 3600))
            while True:
                async with asyncio.timeout_at(end):
                    event = await queue.get()
                if event is None:
                    break
                if event["type"] == "ERROR" or _selected(event["object"], request):
                    await response.write(json.dumps(event).encode() + b"\n")
        except (TimeoutError, ConnectionResetError, asyncio.CancelledError):
            pass
        finally:
            self._watches[plural].remove(queue)
        return response

    async def _write(
        self, request: web.Request, plural: str, namespace: str, name: str, subresource: str
    ) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        with self._changing:
            return self._written(request, body, plural, namespace, name, subresource)

    def _written(  # noqa: PLR0911 - the verbs of an API, and its address
        self, request: web.Request, body: Manifest, plural: str, namespace: str, name: str, subresource: str
    ) -> web.Response:
        verb = subresource or request.method.lower()
        self.writes[verb, plural] += 1
        if plural in REVIEWS:
            return web.json_response({**body, "status": self.review(plural, body["spec"])}, status=201)
        if wrong := _wrong_labels(body):
            return refusal(422, "Invalid", f"metadata.labels: Invalid value: {wrong}")
        if request.method == "POST":
            if (plural, namespace, body["metadata"]["name"]) in self.objects:
                return refusal(409, "AlreadyExists", "already exists", kind=plural, name=body["metadata"]["name"])
            body["metadata"].pop("uid", None)
            body["metadata"] |= {"namespace": namespace} if namespace else {}
            return web.json_response(self.put(plural, body), status=201)
        old = self.objects.get((plural, namespace, name))
        applied = "apply-patch" in request.headers.get("Content-Type", "")
        if old is None:
            return web.json_response(self.put(plural, body)) if applied else _missing(plural, name)
        if request.method == "DELETE":
            return self._delete(plural, old)
        uid = (body.get("metadata") or {}).get("uid")
        version = (body.get("metadata") or {}).get("resourceVersion")
        if (uid and uid != old["metadata"]["uid"]) or (version and version != old["metadata"]["resourceVersion"]):
            return refusal(409, "Conflict", "the object has been modified", kind=plural, name=name)
        if request.method == "PUT":
            return web.json_response(self.put(plural, {**body, "metadata": {**old["metadata"], **body["metadata"]}}))
        if applied:  # lists and selectors of what is applied are replaced as a whole
            old = {field: value for field, value in old.items() if field == "metadata" or field not in body}
        part = (
            {"status": body.get("status", {})}
            if subresource
            else {k: v for k, v in body.items() if k != "status" or plural == "workflows"}
        )
        return web.json_response(self.put(plural, _merged(json.loads(json.dumps(old)), part)))

    def _delete(self, plural: str, old: Manifest) -> web.Response:
        meta = old["metadata"]
        if meta.get("finalizers"):
            if "deletionTimestamp" not in meta:
                self.put(plural, {**old, "metadata": {**meta, "deletionTimestamp": "2026-05-01T12:00:00Z"}})
        else:
            self.remove(plural, meta["name"], meta.get("namespace", ""))
        return web.json_response({"kind": "Status"})


async def _started(runner: web.AppRunner) -> str:
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def address_of(path: str) -> tuple[str, str, str, str]:
    """Return plural, namespace, name and subresource of a path."""
    parts = path.split("/")
    parts = parts[2:] if parts[0] == "api" else parts[3:]
    namespace = ""
    if parts[0] == "namespaces" and len(parts) > 2:
        namespace, parts = parts[1], parts[2:]
    plural, name, subresource = [*parts, "", ""][:3]
    return plural, namespace, name, subresource


def _wrong_labels(body: Manifest) -> str:
    """Refuse what the real API server refuses: at most 63 characters that begin and end with a letter or digit."""
    values = ((body.get("metadata") or {}).get("labels") or {}).values()
    return next((value for value in values if value is not None and not LABEL_VALUE.fullmatch(value)), "")


def _selected(manifest: Manifest, request: web.Request) -> bool:
    meta = manifest["metadata"]
    label, field = request.query.get("labelSelector", ""), request.query.get("fieldSelector", "")
    theirs = meta.get("labels") or {}
    asked = [each.partition("=") for each in label.split(",") if each]
    return all(theirs.get(name, "") == value if equals else name in theirs for name, equals, value in asked) and (
        not field or field == f"metadata.name={meta['name']}"
    )


def _merged(old: Manifest, patch: Manifest) -> Manifest:
    for key, value in patch.items():
        if value is None:
            old.pop(key, None)
        elif isinstance(value, dict) and isinstance(old.get(key), dict):
            _merged(old[key], value)
        else:
            old[key] = value
    return old


def refusal(status: int, reason: str, message: str, **details: str) -> web.Response:
    """What the API server answers in place of an object: a meta/v1 Status."""
    body = {"kind": "Status", "code": status, "reason": reason, "message": message, "details": details}
    return web.json_response(body, status=status)


def _missing(plural: str, name: str) -> web.Response:
    return refusal(404, "NotFound", f'{plural} "{name}" not found', kind=plural, name=name)

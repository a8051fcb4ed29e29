"""Preparing tenants' namespaces: applied once per change, before the first run in them."""

import asyncio
import base64
import json
import logging
from pathlib import Path

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile.namespace import NamespaceFacts, compile_namespace
from media_insights.domain.names import short_hash
from media_insights.domain.sources.tenancy import ACCESS_KEY, SECRET_KEY, Tenant, tenant_of
from media_insights.errors import ApiError
from media_insights.kube.client import Api
from media_insights.kube.resources import ENDPOINT_SLICES, SECRETS, resource_of
from media_insights.settings.controller import ControllerSettings

_log = logging.getLogger(__name__)


class Tenants:
    """The namespaces that are ready for runs."""

    def __init__(self, api: Api, settings: ControllerSettings) -> None:
        self._api = api
        self._settings = settings
        self._applied: dict[str, set[str]] = {}
        self._partly: dict[str, set[str]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def of(self, namespace: str) -> Tenant:
        """Return what the administrator gave a namespace."""
        return tenant_of(self._settings.tenants, namespace, self._settings.store.address.bucket)

    def forget(self, namespace: str = "") -> None:
        """Prepare a namespace (or every one) anew when it is next needed: something in it may have changed."""
        for name in [namespace] if namespace else list(self._applied):
            self._applied.pop(name, None)
            self._partly.pop(name, None)

    async def ensure(self, namespace: str) -> None:
        """Return when the namespace holds all that a run needs."""
        async with self._locks.setdefault(namespace, asyncio.Lock()):
            if namespace in self._applied:
                return
            for manifest in compile_namespace(await self._facts(namespace)):
                await self._apply(namespace, manifest)
            self._applied[namespace] = self._partly.pop(namespace, set())
            _log.info("prepared the namespace %s for runs", namespace)

    async def _apply(self, namespace: str, manifest: Manifest) -> None:
        """Apply once per attempt at a whole: an API server that fails at times does not set us back to the start."""
        done = self._partly.setdefault(namespace, set())
        digest = short_hash(json.dumps(manifest, sort_keys=True))
        if digest not in done:
            await self._api.apply(resource_of(manifest["kind"]), manifest)
            done.add(digest)

    async def _facts(self, namespace: str) -> NamespaceFacts:
        access, secret = await self._credentials(self.of(namespace))
        ca_file = self._settings.store.ca_file
        return NamespaceFacts(
            namespace=namespace,
            store=self._settings.store.address,
            access_key=access,
            secret_key=secret,
            certificate_authority=await asyncio.to_thread(Path(ca_file).read_text) if ca_file else "",
            api_servers=await self._api_servers(),
            egress=self._settings.egress,
        )

    async def _credentials(self, tenant: Tenant) -> tuple[str, str]:
        name = tenant.secret or self._settings.store_secret
        if not name:
            return self._settings.store.access_key, self._settings.store.secret_key
        data: Manifest = (await self._api.get(SECRETS, self._settings.namespace, name)).get("data") or {}
        return _decoded(data, ACCESS_KEY), _decoded(data, SECRET_KEY)

    async def _api_servers(self) -> tuple[tuple[str, int], ...]:
        """The addresses behind the Service ``kubernetes``: policies see packets after the Service was resolved."""
        try:
            found = await self._api.get(ENDPOINT_SLICES, "default", "kubernetes")
        except ApiError as error:
            _log.info("any API server on 443 and 6443 is allowed to runs: %s", error)
            return ()
        ports = [port["port"] for port in found.get("ports", ())]
        addresses = [address for each in found.get("endpoints", ()) for address in each.get("addresses", ())]
        return tuple((address, port) for address in addresses for port in ports)


def _decoded(secret: Manifest, key: str) -> str:
    return base64.b64decode(secret.get(key, "")).decode()

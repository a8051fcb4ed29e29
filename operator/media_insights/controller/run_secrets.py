"""Secrets of runs: made before a run starts, made anew in time, and removed with the rights that they hold.

The controller may create and delete Secrets of these names, and neither read nor change them: what is there is
replaced as a whole.
"""

import asyncio
import base64
import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile.run_secret import SecretValues, secret_of
from media_insights.controller.tenants import Tenants
from media_insights.domain.planning.grants import grant_of
from media_insights.domain.planning.plan import Plan
from media_insights.domain.running.run_place import place_of_plan
from media_insights.domain.sources.tenancy import ACCESS_KEY, SECRET_KEY, run_secret
from media_insights.errors import AlreadyExists, NoCredentials, NotFound, StoreError
from media_insights.kube.client import Api
from media_insights.kube.resources import SECRETS
from media_insights.settings.controller import ControllerSettings
from media_insights.storage.run_credentials.credentials import RunCredentials, S3Keys
from media_insights.storage.run_keys import keep_digests
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class RunSecrets:
    """The credentials of runs, at the object store and as Secrets beside them."""

    api: Api
    tenants: Tenants
    credentials: RunCredentials
    settings: ControllerSettings
    store: Store
    """Where the digests of keys are kept, by which they are known when an operator publishes them."""
    _ends: dict[str, datetime] = field(default_factory=dict)
    """Execution's UID → when its credentials end by themselves, as far as this process made them."""

    async def make(self, plan: Plan) -> None:
        """Give a run credentials and store them in its Secret; an earlier one is replaced.

        Raises NoCredentials when the store refuses: the message says why.
        """
        authority = await self._certificate_authority()  # first: what fails here leaves no keys behind at the store
        guard = await self._output_guard()
        keys = await self._keys(plan)
        await asyncio.to_thread(keep_digests, self.store, place_of_plan(plan), keys)
        values = SecretValues(
            access_key=keys.access_key,
            secret_key=keys.secret_key,
            session_token=keys.session_token,
            certificate_authority=authority,
            output_guard=guard,
        )
        await self._replace(secret_of(plan, values))
        if keys.expires_at:
            self._ends[plan.execution.uid] = keys.expires_at

    async def revoke(self, namespace: str, run: str) -> None:
        """End the credentials of a run, then remove its Secret."""
        self._ends.pop(run, None)
        await asyncio.to_thread(self.credentials.revoke, run)
        await self.api.delete(SECRETS, namespace, run_secret(run))

    def seconds_left(self, run: str, now: datetime) -> float:
        """Return how long a run's credentials last; 0 when this process has not made them."""
        end = self._ends.get(run)
        return (end - now).total_seconds() if end else 0.0

    async def _replace(self, manifest: Manifest) -> None:
        try:
            await self.api.create(SECRETS, manifest)
        except AlreadyExists:
            meta = manifest["metadata"]
            await self.api.delete(SECRETS, meta["namespace"], meta["name"])
            await self.api.create(SECRETS, manifest)

    async def _keys(self, plan: Plan) -> S3Keys:
        grant = grant_of(plan, self.settings.store.address.bucket)
        parent = await self._parent(plan.asset.namespace)
        try:
            return await asyncio.to_thread(self.credentials.of_run, grant, parent)
        except StoreError as error:
            raise NoCredentials(str(error)) from error

    async def _parent(self, namespace: str) -> S3Keys:
        """Return the keys that a namespace's are made from, as the Secret holds them now."""
        own = S3Keys(access_key=self.settings.store.access_key, secret_key=self.settings.store.secret_key)
        name = self.tenants.of(namespace).secret or self.settings.store_secret
        if not self.credentials.from_parent or not name:
            return own
        try:
            data: Manifest = (await self.api.get(SECRETS, self.settings.namespace, name)).get("data") or {}
        except NotFound as error:
            raise NoCredentials(f"the Secret {name} is not there in {self.settings.namespace}") from error
        try:
            return S3Keys(access_key=_decoded(data, ACCESS_KEY), secret_key=_decoded(data, SECRET_KEY))
        except ValueError as error:
            raise NoCredentials(f"the keys in the Secret {name} in {self.settings.namespace} are no text") from error

    async def _output_guard(self) -> bytes:
        file = self.settings.pods.output_guard
        try:
            return await asyncio.to_thread(Path(file).read_bytes) if file else b""
        except OSError as error:
            raise NoCredentials(f"the program that examines outputs cannot be read: {error}") from error

    async def _certificate_authority(self) -> str:
        file = self.settings.store.ca_file
        try:
            return await asyncio.to_thread(Path(file).read_text) if file else ""
        except (OSError, ValueError) as error:
            raise NoCredentials(f"the certificate authority of the store cannot be read: {error}") from error


def _decoded(secret: Manifest, key: str) -> str:
    return base64.b64decode(secret.get(key, "")).decode()

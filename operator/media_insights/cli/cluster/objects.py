"""The kinds, read and written for one command: get, create, patch, delete, and follow until something is true."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kubernetes import watch
from kubernetes.client import ApiException
from urllib3.exceptions import HTTPError

from media_insights.api.v1alpha1 import GROUP, VERSION
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Cluster, asked, sentence_of
from media_insights.cli.terminal.failures import Failure

ASSETS = "mediaassets"
EXECUTIONS = "mediaexecutions"
WORKFLOWS = "mediaworkflows"

WATCH_SECONDS = 60
"""One watch request; afterwards the object is read anew, so that a dead connection is noticed."""
POLL_SECONDS = 2.0
"""Pause between reads when watching is not allowed or just failed."""


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of one plural in the cluster's namespace."""

    cluster: Cluster
    plural: str

    def find(self, name: str) -> Manifest | None:
        """Return an object, None when it does not exist."""
        try:
            found: Manifest = self._ask("get", self.cluster.custom.get_namespaced_custom_object, name)
        except ApiException:
            return None
        return found

    def get(self, name: str) -> Manifest:
        """Return an object. Raises Failure with a sentence when it does not exist."""
        found = self.find(name)
        if found is None:
            raise self._absent(name)
        return found

    def list(self) -> list[Manifest]:
        """Return all objects, oldest first."""
        found = self._ask("list", self.cluster.custom.list_namespaced_custom_object)
        return sorted(found["items"], key=lambda item: str(item["metadata"].get("creationTimestamp", "")))

    def create(self, manifest: Manifest) -> Manifest | None:
        """Create an object and return it; None when the name is taken."""
        try:
            made: Manifest = self.cluster.custom.create_namespaced_custom_object(
                GROUP, VERSION, self.cluster.namespace, self.plural, manifest
            )
        except ApiException as error:
            if error.status == 409:
                return None
            raise Failure(self._hint(sentence_of(error, self._doing("create")))) from error
        except (HTTPError, OSError) as error:
            raise Failure(f"the cluster does not answer: {error}") from error
        return made

    def patch(self, name: str, patch: Manifest) -> None:
        """Merge a patch into an object. Raises Failure when it does not exist."""
        try:
            self._ask("patch", self.cluster.custom.patch_namespaced_custom_object, name, patch)
        except ApiException as error:
            raise self._absent(name) from error

    def delete(self, name: str) -> None:
        """Delete an object. Raises Failure when it does not exist."""
        try:
            self._ask("delete", self.cluster.custom.delete_namespaced_custom_object, name)
        except ApiException as error:
            raise self._absent(name) from error

    def follow(self, name: str, deadline: float) -> Iterator[Manifest]:
        """Yield an object now and whenever it changes, until ``deadline`` (monotonic) or its deletion."""
        while time.monotonic() < deadline:
            found = self.find(name)
            if found is None:
                return
            yield found
            try:
                yield from self._changes(found, min(WATCH_SECONDS, deadline - time.monotonic()))
            except (ApiException, HTTPError, OSError):
                # Not allowed to watch, history gone (410), connection lost: reading again is always right.
                time.sleep(max(0.0, min(POLL_SECONDS, deadline - time.monotonic())))

    def _changes(self, found: Manifest, seconds: float) -> Iterator[Manifest]:
        stream = watch.Watch().stream(
            self.cluster.custom.list_namespaced_custom_object,
            GROUP,
            VERSION,
            self.cluster.namespace,
            self.plural,
            field_selector=f"metadata.name={found['metadata']['name']}",
            resource_version=found["metadata"]["resourceVersion"],
            timeout_seconds=max(1, int(seconds)),
            _request_timeout=(10, seconds + 10),
        )
        for event in stream:
            if event["type"] == "DELETED":
                return
            yield event["object"]

    def _ask(self, verb: str, call: Any, *arguments: Any) -> Any:
        where = (GROUP, VERSION, self.cluster.namespace, self.plural)
        return asked(self._doing(verb), lambda: call(*where, *arguments))

    def _doing(self, verb: str) -> str:
        return f"{verb} {self.plural} in namespace {self.cluster.namespace}"

    def _absent(self, name: str) -> Failure:
        singular = {ASSETS: "MediaAsset", EXECUTIONS: "MediaExecution"}.get(self.plural, self.plural)
        return Failure(
            f"there is no {singular} {name} in namespace {self.cluster.namespace}; "
            "kubectl media get lists what there is, -n names another namespace"
        )

    def _hint(self, sentence: str) -> str:
        namespace = self.cluster.namespace
        if "namespaces" in sentence and "not found" in sentence:
            return f"the namespace {namespace} does not exist: kubectl create namespace {namespace}"
        return sentence

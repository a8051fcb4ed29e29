"""A second version of every kind, rehearsed: served beside the first, stored in its place, and the first let go.

What a release that brings v1beta1 does to a cluster, on a real API server and the kinds as they are:
docs/decisions/0180-a-new-version-is-served-beside-the-old.md.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import yaml

from tests.e2e.eventually import eventually
from tests.faults import api_servers
from tests.faults.api_servers import ApiServer, Manifest

ROOT = Path(__file__).parents[2]
OLD, NEW = "v1alpha1", "v1beta1"
_KINDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
SOURCE: Manifest = {"s3": {"bucket": "media", "key": "public/upload/default/clip.mp4"}}
PREFIX: Manifest = {"bucket": "media", "key": "public/upload/default/inbox/"}
SPECS: dict[str, Manifest] = {
    "mediaassets": {"source": SOURCE, "workflows": [{"name": "flow"}]},
    "mediaexecutions": {"asset": "one", "workflow": "flow"},
    "mediaworkflows": {"stages": [{"name": "first", "operators": [{"name": "words"}]}]},
    "mediaoperators": {
        "resultName": "words",
        "version": "1",
        "image": "words",
        "command": ["words"],
        "outputs": [{"name": "result", "file": "result.json", "result": True}],
    },
    "mediabatches": {"source": {"prefix": PREFIX}, "workflow": "flow"},
    "mediasources": {"prefix": PREFIX, "rules": [{"types": ["Video"], "workflows": [{"name": "flow"}]}]},
}


def definition(plural: str) -> Manifest:
    found: Manifest = yaml.safe_load((ROOT / f"crds/{plural}.yaml").read_text("utf-8"))
    return found


def with_versions(kind: Manifest, *versions: str, stored: str) -> Manifest:
    """Return a kind that is served in some versions, all of the same schema, without conversion."""
    (first,) = kind["spec"]["versions"]
    served = [{**copy.deepcopy(first), "name": each, "storage": each == stored} for each in versions]
    return {**kind, "spec": {**kind["spec"], "versions": served, "conversion": {"strategy": "None"}}}


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    """A server for this test alone: others would find kinds of another version."""
    with api_servers.serving(tmp_path_factory.mktemp("versions")) as made:
        yield made


@dataclass(frozen=True)
class Kind:
    """One kind on a server of its own, and its objects."""

    server: ApiServer
    plural: str
    definition: Manifest

    @property
    def path(self) -> str:
        return f"{_KINDS}/{self.definition['metadata']['name']}"

    @property
    def stored_versions(self) -> list[str]:
        return list((self.server.get(self.path) or {})["status"]["storedVersions"])

    def collection(self, version: str) -> str:
        scope = "namespaces/default/" if self.definition["spec"]["scope"] == "Namespaced" else ""
        return f"/apis/mediainsights.dev/{version}/{scope}{self.plural}"

    def serve(self, *versions: str, stored: str) -> None:
        self.server.apply(self.path, with_versions(self.definition, *versions, stored=stored))
        for version in reversed(versions):  # the newest is there only when the change has arrived
            eventually(partial(self.is_served, version), f"{version} is served")

    def is_served(self, version: str) -> bool:
        """Return whether a version answers; it does not while the server takes up a change of the kind."""
        return self.server.client.get(self.collection(version)).is_success

    def create(self, version: str, name: str) -> None:
        head = {"apiVersion": f"mediainsights.dev/{version}", "kind": self.definition["spec"]["names"]["kind"]}
        labelled = {"metadata": {"name": name, "labels": {"kept": "yes"}, "finalizers": ["mediainsights.dev/cleanup"]}}
        self.server.create(self.collection(version), {**head, **labelled, "spec": SPECS[self.plural]})

    def write_all_again(self, version: str) -> None:
        for each in self.server.items(self.collection(version)):
            answer = self.server.client.put(f"{self.collection(version)}/{each['metadata']['name']}", json=each)
            assert answer.is_success, answer.text

    def refusal_to_serve(self, version: str) -> str:
        """Ask for a version alone; return what the server says against it."""
        asked = with_versions(self.definition, version, stored=version)
        answer = self.server.client.patch(
            f"{self.path}?fieldManager=tests&force=true",
            json=asked,
            headers={"Content-Type": "application/apply-patch+yaml"},
        )
        assert answer.status_code == 422, answer.text
        return answer.text


@pytest.mark.parametrize("plural", SPECS)
def test_objects_of_the_old_version_outlive_it(plural: str, own_server: ApiServer) -> None:
    server, kind = own_server, Kind(own_server, plural, definition(plural))
    old, new = kind.collection(OLD), kind.collection(NEW)

    # Given objects of an installation, with a status
    kind.serve(OLD, stored=OLD)
    kind.create(OLD, "one")
    before = server.patch(f"{old}/one/status", {"status": {"observedGeneration": 1}})

    # When the new version is served and stored, beside the old
    kind.serve(OLD, NEW, stored=NEW)
    eventually(lambda: NEW in kind.stored_versions, "the new version is stored")
    kind.create(NEW, "two")

    # Then clients of both see all of them, and may write them
    for collection in (old, new):
        assert {each["metadata"]["name"] for each in server.items(collection)} == {"one", "two"}
    server.patch(f"{old}/two", {"metadata": {"annotations": {"by": "an old client"}}})
    assert (server.get(f"{new}/two") or {})["metadata"]["annotations"] == {"by": "an old client"}
    assert (server.get(f"{new}/one") or {})["status"] == before["status"]

    # And the old one cannot go while something may be stored in it
    assert "storedVersions" in kind.refusal_to_serve(NEW)

    # When every object is written once more, and the kind says so
    kind.write_all_again(NEW)
    server.patch(f"{kind.path}/status", {"status": {"storedVersions": [NEW]}})

    # Then the old one may go, and everything is there as it was
    kind.serve(NEW, stored=NEW)
    eventually(lambda: server.client.get(old).status_code == 404, f"{plural} {OLD} is not served")
    after = server.get(f"{new}/one") or {}
    assert (after["spec"], after["status"]) == (before["spec"], before["status"])
    for key in ("uid", "labels", "finalizers", "creationTimestamp"):
        assert after["metadata"][key] == before["metadata"][key]

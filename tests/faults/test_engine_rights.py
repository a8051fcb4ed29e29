"""Routes of Media Insights Engine that change the installation: which rights a caller of a real API server needs."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx
import pytest

from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart
from tests.faults import installation, served_api
from tests.faults.api_servers import ApiServer, Manifest
from tests.faults.installation import HOME
from tests.faults.served_api import LIMITS

OPERATORS = ("create", "update", "delete")
"""Verbs on mediaoperators that the routes need, each for one of them."""
OPERATION: dict[str, Any] = {
    "Name": "wordLengths",
    "Type": "Sync",
    "Configuration": {"MediaType": "Text", "Enabled": True, "MinLength": 3},
    "StartLambdaArn": "registry.example.com/words:1.0#words.lambda_handler",
}
_RBAC = "/apis/rbac.authorization.k8s.io/v1"


@pytest.fixture(scope="module")
def tenant(server: ApiServer) -> Iterator[str]:
    served_api.install(server)
    with installation.tenant(server) as name:
        yield name


def account(server: ApiServer, name: str, *, operators: tuple[str, ...] = (), limits: tuple[str, ...] = ()) -> str:
    """Return the token of a new account that may do this with operators and with the ConfigMap of the limits."""
    name = f"{name}-{token_hex(3)}"
    made = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}}
    server.create(f"/api/v1/namespaces/{HOME}/serviceaccounts", made)
    rules: list[Manifest] = []
    if operators:
        rules.append({"apiGroups": ["mediainsights.dev"], "resources": ["mediaoperators"], "verbs": list(operators)})
    _bind(server, "Cluster", _RBAC, name, rules)
    names = {"apiGroups": [""], "resources": ["configmaps"], "resourceNames": [LIMITS], "verbs": list(limits)}
    _bind(server, "", f"{_RBAC}/namespaces/{HOME}", name, [names] if limits else [])
    return server.token_of(HOME, name)


def _bind(server: ApiServer, scope: str, place: str, name: str, rules: list[Manifest]) -> None:
    role, version = f"{scope}Role", "rbac.authorization.k8s.io/v1"
    made = {"apiVersion": version, "kind": role, "metadata": {"name": name}, "rules": rules}
    server.create(f"{place}/{role.lower()}s", made)
    subject = {"kind": "ServiceAccount", "name": name, "namespace": HOME}
    binding = {"apiVersion": version, "kind": f"{role}Binding", "metadata": {"name": name}, "subjects": [subject]}
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": role, "name": name}
    server.create(f"{place}/{role.lower()}bindings", {**binding, "roleRef": reference})


@asynccontextmanager
async def engine(server: ApiServer, folder: Path, namespace: str) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the API with the rights of its own account; requests are below the engine's routes of a namespace."""
    store = FolderStore(folder / "store")
    async with served_api.serving(server, folder, store, FolderMultipart(store)) as asking:
        asking.base_url = f"http://127.0.0.1/mie/{namespace}"
        yield asking


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def ask_all(asking: httpx.AsyncClient, token: str) -> dict[str, httpx.Response]:
    """Create, change and delete an operator, and set the limit, one after the other; return what each answered."""
    headers, limit = bearer(token), {"Name": "MaxConcurrentWorkflows", "Value": 7}
    changed = {**OPERATION, "Configuration": {"MediaType": "Audio", "Enabled": False, "Most": 2.5}}
    return {
        "create": await asking.post("/workflow/operation", json=OPERATION, headers=headers),
        "update": await asking.put("/workflow/operation", json=changed, headers=headers),
        "delete": await asking.delete("/workflow/operation/wordLengths", headers=headers),
        "patch": await asking.post("/system/configuration", json=limit, headers=headers),
    }


async def test_whoever_has_these_rights_changes_operators_and_limits(
    server: ApiServer, tenant: str, tmp_path: Path
) -> None:
    token = account(server, "keeper", operators=OPERATORS, limits=("patch",))
    async with engine(server, tmp_path, tenant) as asking:
        answers = await ask_all(asking, token)
        assert {each.status_code for each in answers.values()} == {200}, [each.text for each in answers.values()]
        assert (answers["create"].json()["Version"], answers["update"].json()["Version"]) == ("v0", "v1")
        assert answers["update"].json()["Configuration"]["Most"] == 2.5
        shown = await asking.get("/system/configuration", headers=bearer(token))
        assert shown.json() == [{"Name": "MaxConcurrentWorkflows", "Value": 7}]
    assert server.get("/apis/mediainsights.dev/v1alpha1/mediaoperators/word-lengths") is None
    limits = server.get(f"/api/v1/namespaces/{HOME}/configmaps/{LIMITS}")
    assert limits
    assert limits["data"]["maxConcurrentExecutions"] == "7"


async def test_a_change_is_what_the_api_server_keeps_and_the_next_reader_sees(
    server: ApiServer, tenant: str, tmp_path: Path
) -> None:
    headers = bearer(account(server, "author", operators=OPERATORS))
    path = "/apis/mediainsights.dev/v1alpha1/mediaoperators/word-lengths"
    async with engine(server, tmp_path, tenant) as asking:
        assert (await asking.post("/workflow/operation", json=OPERATION, headers=headers)).status_code == 200
        again = await asking.post("/workflow/operation", json=OPERATION, headers=headers)
        assert (again.status_code, again.json()["code"]) == (409, "already-exists")
        kept = server.get(path)
        assert kept
        assert kept["spec"]["image"] == "registry.example.com/words:1.0"
        assert set(kept["spec"]["parameters"]) >= {"MinLength"}
        server.patch(path, {"metadata": {"annotations": {"seen": "by kubectl"}}})
        changed = {**OPERATION, "Configuration": {"MediaType": "Text", "Enabled": True, "Most": 9}}
        answer = await asking.put("/workflow/operation", json=changed, headers=headers)
        assert answer.status_code == 200, answer.text
        kept = server.get(path)
        assert kept
        assert set(kept["spec"]["parameters"]) >= {"Most"}
        assert "MinLength" not in kept["spec"]["parameters"]
        assert kept["metadata"]["annotations"]["seen"] == "by kubectl"
        assert (await asking.get("/workflow/operation/wordLengths", headers=headers)).json()["Version"] == "v1"
        assert (await asking.delete("/workflow/operation/wordLengths", headers=headers)).status_code == 200
        assert (await asking.get("/workflow/operation/wordLengths", headers=headers)).status_code == 404


@pytest.mark.parametrize("missing", [*OPERATORS, "patch"])
async def test_whoever_lacks_one_right_is_refused_with_a_sentence(
    server: ApiServer, tenant: str, tmp_path: Path, missing: str
) -> None:
    own = tuple(verb for verb in OPERATORS if verb != missing)
    token = account(server, f"lacks-{missing}", operators=own, limits=() if missing == "patch" else ("patch",))
    other = account(server, f"helps-{missing}", operators=OPERATORS)
    async with engine(server, tmp_path, tenant) as asking:
        made = bearer(other)
        if missing == "create":
            assert (await asking.post("/workflow/operation", json=OPERATION, headers=made)).status_code == 200
            refused = await asking.post("/workflow/operation", json={**OPERATION, "Name": "x"}, headers=bearer(token))
        else:
            refused = (await ask_all(asking, token))[missing]
        await asking.delete("/workflow/operation/wordLengths", headers=made)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), refused.text
    said = refused.json()["Message"]
    who = f"system:serviceaccount:{HOME}:lacks-{missing}"
    assert who in said
    assert f"{missing} mediaoperators" in said or 'cannot patch resource "configmaps"' in said

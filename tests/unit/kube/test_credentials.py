"""Kubeconfigs as kubectl reads them: tokens, plugins, certificates, proxies, several files, and what is wrong."""

import base64
import json
import os
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from media_insights.errors import NoCluster, Unavailable
from media_insights.kube import credentials
from media_insights.kube.client import Api
from media_insights.kube.connection import Connection
from media_insights.kube.resources import ASSETS
from tests import runners
from tests.unit.controller.fake_api import FakeApi
from tests.unit.kube.conftest import kubeconfig


@pytest.fixture
def heard(cluster: FakeApi) -> list[str]:
    """What requests said who they are."""
    found: list[str] = []

    def hear(request: web.Request) -> None:
        found.append(request.headers.get("Authorization", ""))

    cluster.fault = hear
    return found


def written(folder: Path, content: dict[str, Any], name: str = "config") -> str:
    path = folder / name
    path.write_text(yaml.safe_dump(content))
    return str(path)


async def ask(path: str) -> None:
    api = Api(Connection(await credentials.of_kubeconfig(path)))
    try:
        await api.get(ASSETS, "n", "clip")
    finally:
        await api.close()


def plugin(folder: Path, said: str) -> dict[str, Any]:
    """A program that kubectl calls for credentials; it counts how often it was called."""
    script = folder / "plugin.py"
    script.write_text(f"open({str(folder / 'calls')!r}, 'a').write('x')\n{said}\n")
    return {"apiVersion": "client.authentication.k8s.io/v1", "command": sys.executable, "args": [str(script)]}


def token(seconds: float) -> str:
    expires = (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    status = {"token": "of-the-plugin", "expirationTimestamp": expires}
    answer = {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": status}
    return f"print({json.dumps(answer)!r})"


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ({"token": "secret"}, "Bearer secret"),
        ({"tokenFile": "token"}, "Bearer of-a-file"),
        ({"username": "me", "password": "secret"}, "Basic bWU6c2VjcmV0"),
        ({}, ""),
    ],
)
async def test_who_asks_is_told(
    server: str, heard: list[str], tmp_path: Path, user: dict[str, Any], expected: str
) -> None:
    (tmp_path / "token").write_text("of-a-file")
    await ask(written(tmp_path, kubeconfig(server, **user)))
    assert heard == [expected]


@pytest.mark.parametrize(("lifetime", "calls"), [(3600, 1), (1, 3)])
async def test_a_plugins_token_is_asked_for_again_only_when_it_expires(
    server: str, heard: list[str], tmp_path: Path, lifetime: float, calls: int
) -> None:
    path = written(tmp_path, kubeconfig(server, exec=plugin(tmp_path, token(lifetime))))
    api = Api(Connection(await credentials.of_kubeconfig(path)))
    for _ in range(2):
        await api.get(ASSETS, "n", "clip")
    await api.close()
    assert heard == ["Bearer of-the-plugin"] * 2
    assert len((tmp_path / "calls").read_text()) == calls


@pytest.mark.parametrize("said", ["raise SystemExit('log in first')", "print('no JSON')"])
async def test_a_plugin_that_fails_ends_it(server: str, tmp_path: Path, said: str) -> None:
    path = written(tmp_path, kubeconfig(server, exec=plugin(tmp_path, said)))
    with pytest.raises(NoCluster, match=r"credentials plugin .* of the user u gave no credentials"):
        await credentials.of_kubeconfig(path)


async def test_a_proxy_is_used(server: str, cluster: FakeApi, tmp_path: Path) -> None:
    content = kubeconfig("http://cluster.invalid", token="t")
    content["clusters"][0]["cluster"]["proxy-url"] = server
    await ask(written(tmp_path, content))


async def test_both_sides_show_certificates_and_old_authorities_do(tmp_path: Path) -> None:
    """As EKS had them: an authority without key identifiers, which Python 3.13 refuses unless told otherwise."""
    make_certificates(tmp_path)
    async with tls_server(tmp_path) as port:
        content = kubeconfig(f"https://127.0.0.1:{port}", **{"client-certificate": "client.pem"})
        content["users"][0]["user"]["client-key-data"] = base64.b64encode(
            (tmp_path / "client.key").read_bytes()
        ).decode()
        content["clusters"][0]["cluster"]["certificate-authority"] = "server.pem"
        found = await credentials.of_kubeconfig(written(tmp_path, content))
        api = Api(Connection(found))
        assert await api.get(ASSETS, "n", "clip") == {"client": "client"}
        await api.close()
        assert found.configuration.verify_ssl
        content["clusters"][0]["cluster"]["certificate-authority"] = "client.pem"
        stranger = Api(Connection(await credentials.of_kubeconfig(written(tmp_path, content))))
        with pytest.raises(Unavailable, match="certificate verify failed"):
            await stranger.get(ASSETS, "n", "clip")
        await stranger.close()


def make_certificates(folder: Path) -> None:
    """Make one of a server and one of a client, each its own authority."""
    for name in ("server", "client"):
        extensions = ("subjectAltName=IP:127.0.0.1", "subjectKeyIdentifier=none", "authorityKeyIdentifier=none")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem", "-subj", f"/CN={name}",
             *(word for each in extensions for word in ("-addext", each))],
            check=True, capture_output=True,
        )  # fmt: skip


@asynccontextmanager
async def tls_server(folder: Path) -> AsyncIterator[int]:
    """A server that answers with the name in its client's certificate."""

    async def answer(request: web.Request) -> web.Response:
        subject = request.transport.get_extra_info("peercert")["subject"] if request.transport else ()
        return web.json_response({"client": dict(pair for each in subject for pair in each)["commonName"]})

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=folder / "client.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    application = web.Application()
    application.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield runner.addresses[0][1]
    finally:
        await runners.close(runner)


async def test_a_certificate_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "me.pem").write_text("no certificate")
    user = {"client-certificate": "me.pem", "client-key": "me.pem"}
    found = await credentials.of_kubeconfig(written(tmp_path, kubeconfig("https://127.0.0.1:1", **user)))
    with pytest.raises(NoCluster, match="certificates"):
        Connection(found)


async def test_several_files_are_one_kubeconfig(tmp_path: Path) -> None:
    first = written(tmp_path, kubeconfig("http://one", "news"), "first")
    more = kubeconfig("http://two", "sport")
    more["contexts"][0]["name"] = "b"
    paths = os.pathsep.join((first, str(tmp_path / "none"), written(tmp_path, more, "second")))
    assert (await credentials.of_kubeconfig(paths, "a")).namespace == "news"
    assert (await credentials.of_kubeconfig(paths, "b")).namespace == "sport"


@pytest.mark.parametrize(
    "content", ["", "- a\n", "current-context: none\n", "{", "contexts: [{name: a}]\ncurrent-context: a"]
)
async def test_what_is_no_kubeconfig_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "config").write_text(content)
    with pytest.raises(NoCluster, match=str(tmp_path)):
        await credentials.of_kubeconfig(str(tmp_path / "config"))


async def test_a_kubeconfig_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoCluster, match=r"there is no kubeconfig .*none"):
        await credentials.of_kubeconfig(str(tmp_path / "none"))


def test_outside_of_a_pod_there_is_no_account() -> None:
    assert not credentials.is_in_pod()
    with pytest.raises(NoCluster):
        credentials.of_pod()


async def test_somebody_elses_token_takes_nothing_of_ours_along(tmp_path: Path) -> None:
    """A certificate would be asked before the token: the request would be ours and not theirs."""
    path = written(tmp_path, kubeconfig("https://server.example:6443"))
    own = await credentials.of_kubeconfig(path)
    own.configuration.cert_file, own.configuration.key_file = "client.pem", "client.key"
    own.configuration.username, own.configuration.password = "admin", "secret"
    own.configuration.refresh_api_key_hook = lambda _: None
    own.configuration.ssl_ca_cert, own.configuration.tls_server_name = "ca.pem", "server"
    found = own.with_token("theirs").configuration
    assert found.api_key == {"BearerToken": "Bearer theirs"}
    assert (found.cert_file, found.key_file, found.username, found.password) == (None, None, None, None)
    assert found.refresh_api_key_hook is None
    server = (found.host, found.ssl_ca_cert, found.tls_server_name)
    assert server == ("https://server.example:6443", "ca.pem", "server")

"""A Service through the API server: where it is, and as whom."""

import asyncio
from pathlib import Path

import pytest
import yaml

from media_insights.errors import NoCluster
from media_insights.kube import credentials
from media_insights.kube.service_proxy import ServiceProxy
from tests.unit.kube.conftest import kubeconfig


def proxy_of(folder: Path, **user: str) -> ServiceProxy:
    path = folder / "config"
    path.write_text(yaml.safe_dump(kubeconfig("https://cluster.example:6443/behind/", **user)))
    return ServiceProxy(asyncio.run(credentials.of_kubeconfig(str(path))))


def test_a_service_is_below_the_api_server_s_own_path(tmp_path: Path) -> None:
    url = proxy_of(tmp_path).url("media", "media-insights-api:http")
    service = "/api/v1/namespaces/media/services/media-insights-api:http/proxy"
    assert url == f"https://cluster.example:6443/behind{service}"


def test_the_token_is_the_user_s_and_none_where_there_is_none(tmp_path: Path) -> None:
    assert proxy_of(tmp_path, token="mine").token() == "mine"
    assert proxy_of(tmp_path).token() == ""


def test_certificates_are_verified_and_unusable_ones_are_said(tmp_path: Path) -> None:
    assert proxy_of(tmp_path).tls().check_hostname
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    found = proxy_of(tmp_path)
    found.credentials.configuration.ssl_ca_cert = str(broken)
    with pytest.raises(NoCluster, match="certificates"):
        found.tls()

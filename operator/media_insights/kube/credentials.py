"""Credentials: which API server is asked, and as whom: a pod's service account, or a kubeconfig as kubectl reads it.

Of a kubeconfig, kubernetes.aio reads tokens and their files, client certificates, exec plugins, OIDC and proxies.
What it leaves to its user is done here: a plugin's token is asked for again when it expires (EKS: 15 minutes), and
certificates are verified as kubectl does it.
"""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from kubernetes.aio import client, config
from kubernetes.aio.config import kube_config

from media_insights.errors import NoCluster

_USUAL = Path.home() / ".kube" / "config"
_UNREADABLE = (config.ConfigException, OSError, yaml.YAMLError, ValueError, TypeError, AttributeError, KeyError)
"""What the loader raises: only the first on purpose, the last ones for YAML that is no kubeconfig."""
_OF_SERVER = (
    "host",
    "verify_ssl",
    "ssl_ca_cert",
    "ca_cert_data",
    "assert_hostname",
    "tls_server_name",
    "proxy",
    "proxy_headers",
)
"""What a configuration says about the API server and the way there, and not about who speaks."""
_POD_NAMESPACE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


@dataclass(frozen=True, slots=True)
class Credentials:
    """An API server and who speaks to it."""

    configuration: client.Configuration
    namespace: str
    """Where commands work unless another namespace is named: the context's, or the pod's own."""

    def with_token(self, token: str) -> "Credentials":
        """Return the same API server and a token of somebody else: no certificate, token or plugin is taken along."""
        found = _configuration()
        for name in _OF_SERVER:
            setattr(found, name, getattr(self.configuration, name))
        found.api_key["BearerToken"] = f"Bearer {token}"
        return Credentials(found, self.namespace)


def is_in_pod() -> bool:
    """Return whether Kubernetes gave this process an account."""
    return _POD_NAMESPACE.is_file()


def of_pod() -> Credentials:
    """Return the service account of the pod that this process runs in. Raises NoCluster outside of pods."""
    configuration = _configuration()
    try:
        config.load_incluster_config(client_configuration=configuration)
    except config.ConfigException as error:
        raise NoCluster(str(error)) from error
    return Credentials(configuration, _POD_NAMESPACE.read_text().strip() if _POD_NAMESPACE.is_file() else "default")


async def of_kubeconfig(paths: str = "", context: str = "") -> Credentials:
    """Return what a kubeconfig says. Raises NoCluster when it says nothing that can be used.

    ``paths``: one file, or several joined as in ``KUBECONFIG``; empty: those of ``KUBECONFIG``, or ~/.kube/config.
    ``context``: empty for the current one.
    """
    paths = _existing(paths or config.KUBE_CONFIG_DEFAULT_LOCATION or str(_USUAL))
    configuration = _configuration()
    try:
        merger = kube_config.KubeConfigMerger(paths)
        loader = kube_config.KubeConfigLoader(
            merger.config,
            active_context=context or None,
            config_base_path=None,  # files are named relative to the kubeconfig that names them
            config_persister=lambda _: merger.save_changes(),  # a refreshed OIDC token may be the only one left
        )
        await loader.load_and_set(configuration)
    except _UNREADABLE as error:
        raise NoCluster(f"{paths}: {error}") from error
    chosen = loader.current_context["context"]
    _require_credentials(configuration, merger.config, chosen.get("user", ""))
    if hasattr(loader, "exec_plugin_expiry"):
        configuration.refresh_api_key_hook = _refresher(loader)
    return Credentials(configuration, chosen.get("namespace") or "default")


def _existing(paths: str) -> str:
    if not any(Path(each).expanduser().is_file() for each in paths.split(os.pathsep) if each):
        raise NoCluster(f"there is no kubeconfig {paths}")
    return paths


def _configuration() -> client.Configuration:
    configuration = client.Configuration()
    configuration.connection_pool_maxsize = 64
    # Python 3.13 refuses authorities without a key identifier, as EKS and MicroK8s have made them; kubectl does not.
    # Chain, dates and host names are verified all the same.
    configuration.disable_strict_ssl_verification = True
    return configuration


def _require_credentials(configuration: client.Configuration, kubeconfig: Any, user: str) -> None:
    """Raise NoCluster when an exec plugin failed, which the loader only logs: anonymous requests would follow."""
    found = kubeconfig["users"].get_with_name(user, safe=True) if user and "users" in kubeconfig else None
    plugin = found["user"].safe_get("exec") if found and found.safe_get("user") else None
    if plugin and not (configuration.api_key or configuration.cert_file):
        raise NoCluster(f"the credentials plugin {plugin['command']!r} of the user {user} gave no credentials")


def _refresher(loader: Any) -> Callable[[client.Configuration], Awaitable[None]]:
    async def refresh(configuration: client.Configuration) -> None:
        await loader.load_from_exec_plugin()  # does nothing while its token is valid
        configuration.api_key["BearerToken"] = loader.token

    return refresh

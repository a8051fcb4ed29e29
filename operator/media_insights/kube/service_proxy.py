"""Service proxy: a Service of the cluster, reached through the API server by a plain HTTP client.

``services/proxy`` needs no port of the cluster to be open, and no program beside this one. The API server takes the
header ``Authorization`` for itself: what the Service is to know of the caller goes into another header.
"""

import asyncio
import ssl
from dataclasses import dataclass
from urllib.parse import quote

from kubernetes.aio import client
from kubernetes.aio.client.rest import RESTClientObject

from media_insights.errors import NoCluster
from media_insights.kube.credentials import Credentials

_BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class ServiceProxy:
    """What an HTTP client needs to reach Services through an API server as a kubeconfig's user."""

    credentials: Credentials

    def url(self, namespace: str, service: str) -> str:
        """Return the base URL of a Service, ``name:port``; paths of its own are appended."""
        path = f"/api/v1/namespaces/{quote(namespace)}/services/{quote(service, safe=':')}/proxy"
        host: str = self._configuration.host
        return host.rstrip("/") + path

    def token(self) -> str:
        """Return the user's bearer token as it is now, without the word Bearer; empty for a user without one.

        A plugin is asked again when its token has expired.
        """
        found: str | None = asyncio.run(self._configuration.get_api_key_with_prefix("BearerToken"))
        return (found or "").removeprefix(_BEARER)

    def tls(self) -> ssl.SSLContext:
        """Return how the API server is verified, and the user's certificate. Raises NoCluster for an unusable one."""
        try:
            context: ssl.SSLContext = RESTClientObject(self._configuration).ssl_context
        except (OSError, ValueError) as error:
            raise NoCluster(f"the certificates of the kubeconfig cannot be used: {error}") from error
        return context

    @property
    def proxy(self) -> str | None:
        """The proxy that leads to the API server, if the kubeconfig names one."""
        found: str | None = self._configuration.proxy
        return found

    @property
    def server_name(self) -> str | None:
        """The name in the API server's certificate, where it is not that of its address."""
        found: str | None = self._configuration.tls_server_name
        return found

    @property
    def _configuration(self) -> client.Configuration:
        return self.credentials.configuration

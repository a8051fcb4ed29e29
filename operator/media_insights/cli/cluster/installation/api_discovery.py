"""Discovery of the HTTP API: as the user names it, or as the chart published it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.stores import Published, StoreFlags, read_published
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.client.calls import Client
from media_insights.client.connection import ApiConnection, Route, is_near
from media_insights.client.refusals import ClientError
from media_insights.kube.service_proxy import ServiceProxy
from media_insights.rest.access import TOKEN_HEADER

NO_API = "this installation has no HTTP API (api.enabled in its values), which would need no key"
TOKENLESS = (
    "your kubeconfig has no token that the HTTP API could check: give one with --api-token, from `kubectl create token`"
)
_AUTHORIZATION = "Authorization"


def endpoint_of(cluster: Cluster, flags: StoreFlags) -> ApiConnection | str:
    """Return where the API is, or in a sentence why it cannot be used. Raises Failure for a wrong ``--api``."""
    proxy = ServiceProxy(cluster.api.credentials)
    token = _token_of(flags, proxy)
    if flags.api:
        return ApiConnection(url=_named(flags.api), token=token)
    published = read_published(cluster, flags)
    if not published.api_service:
        return NO_API
    if not published.is_named:  # a token goes to nobody whom only a ConfigMap of that namespace recommends
        where = published.namespace
        return _unusable(f"the HTTP API in {where} is used when you name the installation: --installation {where}")
    if not token():
        return _unusable(TOKENLESS)
    return _answering(_published(published, proxy, token))


def _named(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Failure(f"--api {url}: name it as https://HOST, with the path before its routes, if any", code=USAGE)
    if parts.scheme == "http" and not is_near(parts.hostname):
        raise Failure(f"--api {url}: your token would travel in the open; use https, or a tunnel", code=USAGE)
    return url.rstrip("/")


def _token_of(flags: StoreFlags, proxy: ServiceProxy) -> Callable[[], str]:
    return (lambda: flags.api_token.removeprefix("Bearer ")) if flags.api_token else proxy.token


def _published(published: Published, proxy: ServiceProxy, token: Callable[[], str]) -> ApiConnection:
    """Return the API's own address where it has one with TLS, and else the way through the API server."""
    if published.api_url:
        return ApiConnection(url=_named(published.api_url), token=token)

    def headers() -> Mapping[str, str]:
        own = proxy.token()
        return {TOKEN_HEADER: token(), **({_AUTHORIZATION: f"Bearer {own}"} if own else {})}

    route = Route(headers=headers, tls=proxy.tls(), server_name=proxy.server_name, proxy=proxy.proxy)
    return ApiConnection(
        url=proxy.url(published.namespace, published.api_service) + published.api_prefix, token=token, route=route
    )


def _answering(connection: ApiConnection) -> ApiConnection | str:
    try:
        Client(replace(connection, retries=0)).version()
    except ClientError as error:
        return _unusable(f"the HTTP API cannot be used: {error}")
    return connection


def _unusable(reason: str) -> str:
    say(f"{reason}; the keys of the object store are used instead")
    return reason

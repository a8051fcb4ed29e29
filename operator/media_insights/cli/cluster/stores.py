"""The installation's object store, as a command line finds it: flags, environment, or what the chart published."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from media_insights.cli.cluster.clusters import Cluster, ask
from media_insights.cli.cluster.forwarding import forward_port, is_reachable
from media_insights.cli.terminal.failures import Failure
from media_insights.domain.sources.tenancy import ACCESS_KEY, SECRET_KEY
from media_insights.domain.store_address import StoreAddress
from media_insights.errors import (
    AccessDenied,
    ApiError,
    NoSuchBucket,
    NoSuchObject,
    NotFound,
    StoreError,
    Unavailable,
)
from media_insights.kube.resources import CONFIG_MAPS, SECRETS
from media_insights.settings.environment import PREFIX
from media_insights.storage.s3_access import S3Access

if TYPE_CHECKING:
    from media_insights.storage.s3 import S3Store

PANEL = "Files of the installation (found by themselves when the chart is installed)"
CONFIG_MAP = "media-insights-cli"
"""What the chart publishes: endpoint, bucket, region, secretName, service (``name:port`` of the embedded store), and of
the HTTP API, where there is one, api (its URL with TLS), apiService (``name:port``) and apiPrefix."""
SELECTOR = "app.kubernetes.io/part-of=media-insights,app.kubernetes.io/component=cli-config"
USUAL_NAMESPACE = "media-insights"
"""Where the installation is looked for first."""


def _option(name: str, meaning: str) -> Any:
    variable = f"{PREFIX}{name.upper().replace('-', '_')}"
    return typer.Option(f"--{name}", envvar=variable, help=meaning, rich_help_panel=PANEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFlags:
    """Options of the HTTP API and of the object store; empty: as the chart published them."""

    installation: Annotated[
        str, _option("installation", f"Namespace of the installation; default: {USUAL_NAMESPACE}, else searched.")
    ] = ""
    api: Annotated[str, _option("api", "URL of the HTTP API, which needs no key of the object store.")] = ""
    api_token: Annotated[
        str, _option("api-token", "Token for it; default: the kubeconfig's. `kubectl create token` makes one.")
    ] = ""
    endpoint: Annotated[str, _option("s3-endpoint", "URL of the S3.")] = ""
    bucket: Annotated[str, _option("s3-bucket", "Its bucket.")] = ""
    region: Annotated[str, _option("s3-region", "Its region.")] = ""
    access_key: Annotated[
        str, _option("s3-access-key", "Access key; default: the installation's, else AWS_ACCESS_KEY_ID or a profile.")
    ] = ""
    secret_key: Annotated[str, _option("s3-secret-key", "Secret key; better given by the environment.")] = ""
    ca_file: Annotated[str, _option("s3-ca-file", "CA (PEM).")] = ""

    @property
    def names_store(self) -> bool:
        """Whether the user names a store, or keys of his own, and no API."""
        return not self.api and bool(self.endpoint or self.access_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The store's address as the chart published it."""

    namespace: str
    is_named: bool = False
    """Whether the namespace is where installations are, or the user named it; else anybody may have written this."""
    endpoint: str = ""
    bucket: str = ""
    region: str = ""
    secret_name: str = ""
    service: str = ""
    api_url: str = ""
    """Of the HTTP API, where it has an address with TLS."""
    api_service: str = ""
    """``name:port`` of the HTTP API's Service; empty: there is no API."""
    api_prefix: str = ""


@contextmanager
def open_store(cluster: Cluster, flags: StoreFlags, reason: str = "") -> "Iterator[S3Store]":
    """Open the installation's store while the block runs, through port forwarding where necessary.

    ``reason`` says why keys of the store are needed; it is told to a user who has none.
    """
    from media_insights.storage.s3 import s3_store_of  # noqa: PLC0415 - boto3 takes half a second; many commands need none

    published = Published(namespace="") if flags.endpoint and flags.bucket else read_published(cluster, flags)
    access = _access(cluster, flags, published, reason)
    if flags.endpoint or not published.service or is_reachable(access.address.url):
        with store_failures(access):
            yield s3_store_of(access)
        return
    with forward_port(cluster.kubectl, published.namespace, published.service, "the object store") as tunnel:
        host, _, port = tunnel.address.rpartition(":")
        access = replace(access, address=replace(access.address, host=host, port=int(port)))
        with store_failures(access):
            yield s3_store_of(access)


def read_published(cluster: Cluster, flags: StoreFlags) -> Published:
    """Return what the chart published. Raises Failure with the ways to go on when it cannot be read."""
    named = flags.installation or USUAL_NAMESPACE
    for namespace in (named,) if flags.installation else dict.fromkeys((named, cluster.namespace)):
        try:
            found = cluster.get(CONFIG_MAPS, namespace, CONFIG_MAP)
        except ApiError:
            continue
        except Unavailable:
            break
        return _published_of(namespace, found.get("data") or {}, is_named=namespace == named)
    listed = ask(
        f"list configmaps in {flags.installation or 'all namespaces'} to find the installation; or name its namespace "
        "with --installation, its HTTP API with --api, or its store with --s3-endpoint and --s3-bucket",
        lambda: cluster.items(CONFIG_MAPS, flags.installation, SELECTOR),
    )
    where = sorted(each["metadata"]["namespace"] for each in listed)
    if len(where) > 1:
        raise Failure(f"there are installations in {', '.join(where)}: name one with --installation")
    if not where:
        raise Failure(
            f"no ConfigMap {CONFIG_MAP} says where the installation's files are: install the chart, name its namespace "
            "with --installation, its HTTP API with --api, or its store with --s3-endpoint and --s3-bucket"
        )
    return _published_of(where[0], listed[0].get("data") or {}, is_named=where[0] == named)


@contextmanager
def store_failures(access: S3Access) -> Iterator[None]:
    """Turn refusals of the store into failures that say what to do."""
    where = access.address.url
    try:
        yield
    except NoSuchBucket as error:
        raise Failure(
            f"the bucket {access.address.bucket} does not exist at {where}: name another with --s3-bucket"
        ) from error
    except NoSuchObject as error:
        raise Failure(f"not in the object store: {error}") from error
    except AccessDenied as error:
        raise Failure(
            f"the object store refuses the credentials: {error}; give others with AWS_ACCESS_KEY_ID …"
        ) from error
    except Unavailable as error:
        raise Failure(f"the object store at {where} does not answer: {error}") from error
    except StoreError as error:
        raise Failure(f"the object store refused: {error}") from error


def _published_of(namespace: str, settings: dict[str, str], *, is_named: bool) -> Published:
    return Published(
        namespace=namespace,
        is_named=is_named,
        endpoint=settings.get("endpoint", ""),
        bucket=settings.get("bucket", ""),
        region=settings.get("region", ""),
        secret_name=settings.get("secretName", ""),
        service=settings.get("service", ""),
        api_url=settings.get("api", ""),
        api_service=settings.get("apiService", ""),
        api_prefix=settings.get("apiPrefix", ""),
    )


def _access(cluster: Cluster, flags: StoreFlags, published: Published, reason: str) -> S3Access:
    keys = (flags.access_key, flags.secret_key)
    if not all(keys) and published.secret_name:
        keys = _keys_of(cluster, published, reason)
    return S3Access(
        address=_address(flags, published),
        access_key=keys[0],
        secret_key=keys[1],
        ca_file=flags.ca_file,
    )


def _address(flags: StoreFlags, published: Published) -> StoreAddress:
    bucket, region = flags.bucket or published.bucket, flags.region or published.region
    try:
        return StoreAddress.of(flags.endpoint or published.endpoint, bucket=bucket, region=region)
    except ValueError as error:
        raise Failure(f"{error}; --s3-endpoint names another") from error


def _keys_of(cluster: Cluster, published: Published, reason: str) -> tuple[str, str]:
    """Return the installation's keys, or none when boto3 will find the user's own: environment, profile, role."""
    what = (
        f"get the secret {published.secret_name} in namespace {published.namespace}; "
        "or give your own credentials with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        + (f"; keys are needed because {reason}" if reason else "")
    )
    try:
        secret = ask(what, lambda: cluster.get(SECRETS, published.namespace, published.secret_name))
    except Failure:
        import boto3  # noqa: PLC0415 - a second that --help need not pay

        if boto3.session.Session().get_credentials():
            return "", ""
        raise
    except NotFound as error:
        raise Failure(
            f"the secret {published.secret_name} in namespace {published.namespace} does not exist"
        ) from error
    values = secret.get("data") or {}
    return _decoded(values.get(ACCESS_KEY, "")), _decoded(values.get(SECRET_KEY, ""))


def _decoded(value: str) -> str:
    return base64.b64decode(value).decode("utf-8").strip()

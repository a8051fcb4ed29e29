"""A connection to a Kubernetes cluster, and its refusals in sentences that say what to do."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from kubernetes import client, config
from kubernetes.client import ApiException
from kubernetes.config import ConfigException
from urllib3.exceptions import HTTPError

from media_insights.api.v1alpha1 import GROUP
from media_insights.cli.terminal.failures import Failure

T = TypeVar("T")
PANEL = "Cluster"
"""Under which heading the help lists these options."""
NOT_INSTALLED = (
    "media-insights is not installed in this cluster (its kinds are unknown): "
    "helm install media-insights charts/media-insights"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster, seen from one namespace."""

    api: client.ApiClient
    namespace: str
    kubectl: tuple[str, ...]
    """The options that make kubectl talk to the same cluster."""

    @property
    def core(self) -> client.CoreV1Api:
        """The API of pods, secrets and config maps."""
        return client.CoreV1Api(self.api)

    @property
    def custom(self) -> client.CustomObjectsApi:
        """The API of our kinds."""
        return client.CustomObjectsApi(self.api)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command is to work, as the user wrote it; empty means: as kubectl would."""

    namespace: Annotated[
        str, typer.Option("--namespace", "-n", help="Namespace; default: the context's.", rich_help_panel=PANEL)
    ] = ""
    context: Annotated[str, typer.Option("--context", help="Context of the kubeconfig.", rich_help_panel=PANEL)] = ""
    kubeconfig: Annotated[str, typer.Option("--kubeconfig", help="Path of the kubeconfig.", rich_help_panel=PANEL)] = ""


def connect(place: Place) -> Cluster:
    """Return a connection as kubectl would make it. Raises Failure when there is no usable kubeconfig."""
    file, context = place.kubeconfig or None, place.context or None
    if file and not Path(file).is_file():
        raise Failure(f"--kubeconfig {file}: there is no such file")
    try:
        contexts, active = config.list_kube_config_contexts(file)
        api = config.new_client_from_config(file, context)
    except ConfigException as error:
        raise Failure(f"no cluster is configured: {error}; set KUBECONFIG, or name a file with --kubeconfig") from error
    chosen = next((each for each in contexts if each["name"] == context), active)
    return Cluster(
        api=api,
        namespace=place.namespace or chosen.get("context", {}).get("namespace") or "default",
        kubectl=(*(("--kubeconfig", file) if file else ()), *(("--context", context) if context else ())),
    )


def asked(what: str, call: Callable[[], T]) -> T:
    """Return the answer of one request; ``what`` reads after "you may not": ``create mediaassets in namespace x``.

    Raises Failure with one sentence for every refusal; ApiException 404 of a single object passes, for its caller.
    """
    try:
        return call()
    except ApiException as error:
        if error.status == 404 and not _kind_missing(error):
            raise
        raise Failure(sentence_of(error, what)) from error
    except (HTTPError, OSError) as error:
        raise Failure(
            f"the cluster does not answer: {_cause(error)}; is it running, and is --context right?"
        ) from error


def sentence_of(error: ApiException, what: str) -> str:
    """Return what a refusal of the API server means for a person."""
    said = message_of(error)
    match error.status:
        case 401:
            return "the cluster does not accept your credentials: log in again, or choose another --context"
        case 403:
            return f"you may not {what}: ask an administrator for a role that allows it ({said})"
        case 404 if _kind_missing(error):
            return NOT_INSTALLED
        case 404:
            return f"not found: {said}"
        case 422 | 400:
            return f"the cluster refused it: {said}"
        case _:
            return f"the cluster could not {what}: {error.status} {said}"


def message_of(error: ApiException) -> str:
    """Return the message of the API server's Status, or the bare reason."""
    return str(_status(error).get("message") or error.reason or "").strip()


def _status(error: ApiException) -> dict[str, Any]:
    try:
        status = json.loads(error.body or "")
    except ValueError:
        return {}
    return status if isinstance(status, dict) else {}


def _kind_missing(error: ApiException) -> bool:
    """Tell an unknown kind (no Status, or no details) from an object that does not exist."""
    if error.status != 404:
        return False
    status = _status(error)
    return not status or (status.get("details") or {}).get("group") not in (GROUP, None) or not status.get("details")


def _cause(error: BaseException) -> str:
    reason = getattr(error, "reason", None)
    return " ".join(str(reason or error).split())[:200]

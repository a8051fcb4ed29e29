"""Connection to a Kubernetes cluster, with refusals as sentences that say what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.terminal.failures import Failure
from media_insights.errors import (
    AlreadyExists,
    ApiError,
    Forbidden,
    MediaInsightsError,
    NoCluster,
    NoSuchKind,
    NotFound,
    Rejected,
    Unauthorized,
    Unavailable,
)
from media_insights.kube.resources import Resource

if TYPE_CHECKING:
    from media_insights.kube.sync import SyncApi

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

    api: "SyncApi"
    namespace: str
    kubectl: tuple[str, ...]
    """The options that make kubectl talk to the same cluster."""

    def get(self, resource: Resource, namespace: str, name: str) -> Manifest:
        """Return an object of any namespace. Raises the errors of the API server as they are."""
        return self.api.run(lambda api: api.get(resource, namespace, name))

    def items(self, resource: Resource, namespace: str, selector: str) -> list[Manifest]:
        """Return the objects that match a label selector, in all namespaces when none is given."""
        return self.api.run(lambda api: api.items(resource, namespace, selector))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Cluster and namespace of a command, as the user wrote them; empty: the defaults of kubectl."""

    namespace: Annotated[
        str, typer.Option("--namespace", "-n", help="Namespace; default: the context's.", rich_help_panel=PANEL)
    ] = ""
    context: Annotated[str, typer.Option("--context", help="Context of the kubeconfig.", rich_help_panel=PANEL)] = ""
    kubeconfig: Annotated[str, typer.Option("--kubeconfig", help="Path of the kubeconfig.", rich_help_panel=PANEL)] = ""


def connect(place: Place) -> Cluster:
    """Return a connection as kubectl would make it. Raises Failure when there is no usable kubeconfig."""
    from media_insights.kube import sync  # noqa: PLC0415 - a second that --help need not pay

    file, context = place.kubeconfig, place.context
    if file and not Path(file).is_file():
        raise Failure(f"--kubeconfig {file}: there is no such file")
    try:
        api = sync.connect(file, context)
    except NoCluster as error:
        raise Failure(f"no cluster is configured: {error}; set KUBECONFIG, or name a file with --kubeconfig") from error
    return Cluster(
        api=api,
        namespace=place.namespace or api.credentials.namespace,
        kubectl=(*(("--kubeconfig", file) if file else ()), *(("--context", context) if context else ())),
    )


def ask(what: str, call: Callable[[], T]) -> T:
    """Return the answer of one request; ``what`` reads after "you may not": ``create mediaassets in namespace x``.

    Raises Failure with one sentence for every refusal; that a single object does not exist, or does already, passes.
    """
    try:
        return call()
    except (ApiError, Unavailable, NoCluster) as error:
        if isinstance(error, NotFound | AlreadyExists) and not isinstance(error, NoSuchKind):
            raise
        raise Failure(sentence_of(error, what)) from error


def sentence_of(error: MediaInsightsError, what: str) -> str:
    """Return what an error of the API server means for a person."""
    sentence = next((found for kind, found in _SENTENCES if isinstance(error, kind)), _OTHERWISE)
    if isinstance(error, Unavailable) and error.refusal is None:
        sentence = "the cluster does not answer: {said}; is it running, and is --context right?"
    return sentence.format(what=what, said=_message_of(error))


_SENTENCES: tuple[tuple[type[MediaInsightsError], str], ...] = (
    (Unauthorized, "the cluster does not accept your credentials: log in again, or choose another --context"),
    (Forbidden, "you may not {what}: ask an administrator for a role that allows it ({said})"),
    (NoSuchKind, NOT_INSTALLED),
    (NotFound, "not found: {said}"),
    (Rejected, "the cluster refused it: {said}"),
)
_OTHERWISE = "the cluster could not {what}: {said}"


def _message_of(error: MediaInsightsError) -> str:
    """Return the API server's own sentence, or why there was none, or ours."""
    refusal = error.refusal if isinstance(error, ApiError | Unavailable) else None
    reason = str(error.__cause__) if isinstance(error.__cause__, OSError) else ""
    return " ".join(((refusal.message if refusal else reason) or str(error)).split())[:400]

"""Checks of ``helm test``: kinds, catalogue, controller and object store, each reported in one sentence."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.api.v1alpha1.conditions import ACCEPTED
from media_insights.catalogue.install.pod_api import PodApi
from media_insights.errors import ApiError, Unavailable
from media_insights.kube.resources import OPERATORS, OURS


@dataclass(frozen=True)
class Finding:
    """One thing that was checked, and what it is like."""

    good: bool
    sentence: str


@dataclass(frozen=True)
class Installation:
    """Where the parts of an installation are."""

    release: str
    controller: str
    store: str


def findings(api: PodApi, installed: Installation) -> Iterator[Finding]:
    """Yield what was found, in the order in which one thing needs the other."""
    yield kinds(api)
    yield catalogue(api, installed.release)
    yield controller(installed.controller)
    yield store(installed.store)


def kinds(api: PodApi) -> Finding:
    """Report whether the API server serves our kinds."""
    try:
        served = {resource["name"] for resource in api.get(OPERATORS.root)["resources"]}
    except (ApiError, Unavailable) as error:
        return Finding(good=False, sentence=f"kinds: {error}")
    missing = ", ".join(sorted({each.plural for each in OURS} - served))
    return Finding(
        not missing, f"kinds: {missing} not served" if missing else f"kinds: all served by {OPERATORS.api_version}"
    )


def catalogue(api: PodApi, release: str) -> Finding:
    """Report whether this release's operators are there and the controller accepts them."""
    try:
        items = api.get(f"{OPERATORS.path()}?labelSelector=app.kubernetes.io%2Finstance%3D{release}")["items"]
    except (ApiError, Unavailable) as error:
        return Finding(good=False, sentence=f"catalogue: {error}")
    refused = [item["metadata"]["name"] for item in items if _is_refused(item)]
    if refused:
        return Finding(good=False, sentence=f"catalogue: not accepted: {', '.join(refused)}")
    return Finding(bool(items), f"catalogue: {len(items)} operators")


def controller(address: str) -> Finding:
    """Report whether the controller says that it is ready."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:  # noqa: S310 - the chart gives http://
            return Finding(good=True, sentence=f"controller: ready ({answer.status})")
    except OSError as error:
        return Finding(good=False, sentence=f"controller: {address}/readyz: {error}")


def store(address: str) -> Finding:
    """Report whether the object store answers, be it with a refusal: this test holds no credentials of it.

    Whether the bucket is there and can be written is what the controller finds out with its own.
    """
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - the chart gives http:// or https://
            return Finding(good=True, sentence=f"object store: {address} answers")
    except urllib.error.HTTPError as error:
        return Finding(error.code < 500, sentence=f"object store: {address} answers ({error.code})")
    except OSError as error:
        return Finding(good=False, sentence=f"object store: {address}: {error}")


def _is_refused(item: dict[str, object]) -> bool:
    status = item.get("status")
    conditions = status.get("conditions", []) if isinstance(status, dict) else []
    return any(one["type"] == ACCEPTED and one["status"] == "False" for one in conditions)

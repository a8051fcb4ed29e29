"""What ``helm test`` asks of an installation: kinds, catalogue, controller and object store, each in one sentence."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

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
    bucket: str
    region: str


def findings(api: PodApi, installed: Installation) -> Iterator[Finding]:
    """Yield what was found, in the order in which one thing needs the other."""
    yield kinds(api)
    yield catalogue(api, installed.release)
    yield controller(installed.controller)
    yield store(installed)


def kinds(api: PodApi) -> Finding:
    """Report whether the API server serves the four kinds."""
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


def store(installed: Installation) -> Finding:
    """Report whether the bucket can be reached with the installation's credentials (from boto3's own variables)."""
    import boto3  # noqa: PLC0415 - half a second that applying the catalogue need not pay
    from boto3.exceptions import Boto3Error  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        client = boto3.client("s3", endpoint_url=installed.store or None, region_name=installed.region)
        client.head_bucket(Bucket=installed.bucket)
    except (BotoCoreError, Boto3Error, ClientError) as error:
        return Finding(good=False, sentence=f"object store: {installed.store} bucket {installed.bucket}: {error}")
    return Finding(good=True, sentence=f"object store: bucket {installed.bucket} answers")


def _is_refused(item: dict[str, object]) -> bool:
    status = item.get("status")
    conditions = status.get("conditions", []) if isinstance(status, dict) else []
    return any(one["type"] == "Accepted" and one["status"] == "False" for one in conditions)

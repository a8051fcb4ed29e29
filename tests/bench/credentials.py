"""What keys for each run cost, beside one key for all: `python -m tests.bench.credentials`, and a part of `make bench`.

At the store alone: the cluster's own S3 gateway with its IAM program on loopback, which makes a user with a policy and
a key, and deletes it again; and what a request costs that is signed by such a user, beside one of the root. On a
cluster: runs of one small operator, with the installation as it is and with `multiTenant: false`.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
from kubernetes import client

from media_insights.domain.planning.grants import Grant
from media_insights.domain.planning.references import Address
from media_insights.domain.store_address import StoreAddress
from media_insights.storage.run_credentials.credentials import RunCredentials, S3Keys
from media_insights.storage.run_credentials.iam_users import IamUsers
from media_insights.storage.run_credentials.shared_keys import SharedKeys
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_access import S3Access
from tests.bench.floors import Floor
from tests.e2e.conftest import Media, installed_with
from tests.forced import FORCED
from tests.gateways import ACCESS_KEY, SECRET_KEY, serving_users

RUNS = 100
NAMESPACE = "default"
BUCKET = "media"
GROUP = ("mediainsights.dev", "v1alpha1", NAMESPACE)
WORKFLOW = "bench-of-credentials"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one way of giving runs keys."""

    way: str
    make: float
    """Of a run's keys, before it starts."""
    revoke: float
    put: float
    """Of one object of 4 KiB, signed with them."""
    get: float

    def __str__(self) -> str:
        asked = f"a PUT {self.put:5.2f} ms, a GET {self.get:5.2f} ms"
        return f"{self.way:<26} make {self.make:6.2f} ms, revoke {self.revoke:6.2f} ms; {asked}"


def at_the_store() -> list[Cost]:
    """Measure both ways at one gateway. Skips, as pytest does, where nobody has built it."""
    with TemporaryDirectory() as folder, serving_users(Path(folder)) as (s3, iam):
        session = boto3.session.Session(ACCESS_KEY, SECRET_KEY, region_name="us-east-1")
        users = IamUsers(session.client("iam", endpoint_url=iam), lambda: "bench")
        s3_store_of(_access(s3, S3Keys(access_key=ACCESS_KEY, secret_key=SECRET_KEY))).ensure_bucket()
        return [_cost("a key for all", SharedKeys(), s3), _cost("keys of each run", users, s3)]


def runs_on_the_cluster(runs: int = 3) -> list[Floor]:
    """Measure runs of one small operator, Started → Complete, with keys of each and with one for all."""
    rows = [Floor("one operator, keys of each", _walls("of-each", runs))]
    with installed_with("multiTenant=false"):
        rows.append(Floor("one operator, a key for all", _walls("for-all", runs)))
    return rows


def _cost(way: str, credentials: RunCredentials, endpoint: str) -> Cost:
    root = S3Keys(access_key=ACCESS_KEY, secret_key=SECRET_KEY)
    grants = [_grant(number) for number in range(RUNS)]
    made = [_timed(partial(credentials.of_run, grant, root)) for grant in grants]
    keys = credentials.of_run(grants[-1], root)
    store, key = s3_store_of(_access(endpoint, keys)), f"{grants[-1].writes[0]}result.json"
    puts = [_timed(lambda: store.put(key, bytes(4096))) for _ in range(RUNS)]
    gets = [_timed(lambda: store.get(key)) for _ in range(RUNS)]
    ended = [_timed(partial(credentials.revoke, grant.run)) for grant in grants]
    return Cost(way, *map(statistics.median, (made, ended, puts, gets)))


def _grant(number: int) -> Grant:
    run = f"0d4bd5a1-6f0c-4d1e-8a3c-{number:012}"
    own = f"private/newsroom/assets/5a1b7c1e-0000-4000-8000-000000000000/workflows/{run}/"
    source = Address(BUCKET, "public/upload/newsroom/0123456789abcdef/clip.mp4")
    return Grant(run=run, bucket=BUCKET, reads=(source,), writes=(own,), logs=f"private/newsroom/logs/{run}/")


def _access(endpoint: str, keys: S3Keys) -> S3Access:
    address = StoreAddress.of(endpoint, bucket=BUCKET, region="us-east-1")
    return S3Access(address=address, access_key=keys.access_key, secret_key=keys.secret_key)


def _timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _walls(way: str, runs: int) -> tuple[float, ...]:
    api = client.CustomObjectsApi()
    stages = [{"name": "reading", "operators": [{"name": "mediainfo"}]}]
    workflow = {"apiVersion": "/".join(GROUP[:2]), "kind": "MediaWorkflow", "metadata": {"name": WORKFLOW}}
    api.create_namespaced_custom_object(*GROUP, "mediaworkflows", {**workflow, "spec": {"stages": stages}})
    try:
        return tuple(_walls_of(api, way, runs))
    finally:
        api.patch_namespaced_custom_object(*GROUP, "mediaworkflows", WORKFLOW, FORCED)
        api.delete_namespaced_custom_object(*GROUP, "mediaworkflows", WORKFLOW)


def _walls_of(api: client.CustomObjectsApi, way: str, runs: int) -> Iterator[float]:
    with TemporaryDirectory() as folder:
        for number in range(runs):
            file = Path(folder) / f"{way}-{number}.txt"
            file.write_text(f"Some words {way} {number} {time.time()}.\n", "utf-8")
            report = Media(NAMESPACE).analyze(file, "--workflow", WORKFLOW)
            found = api.get_namespaced_custom_object(*GROUP, "mediaexecutions", report["execution"])["status"]
            if found["state"] != "Complete":
                raise RuntimeError(f"a run ended {found['state']}: {found.get('message')}")
            begun, ended = (datetime.fromisoformat(found[each]) for each in ("startedAt", "finishedAt"))
            api.delete_namespaced_custom_object(*GROUP, "mediaassets", report["asset"])
            yield (ended - begun).total_seconds()


def main() -> int:
    """Print what keys cost at the store."""
    sys.stdout.write(f"keys of runs at the store's own IAM, on loopback: median of {RUNS}\n")
    for cost in at_the_store():
        sys.stdout.write(f"  {cost}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

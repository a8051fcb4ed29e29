"""The data plane of one run: what it stores becomes its result, what it reads comes from inputs and the store."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

from lambda_operator import captions, transcripts
from lambda_operator.cursors import Cursor
from lambda_operator.pages import joined
from media_operator import Operator

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

Answer = dict[str, Any]


@cache
def plane_of_this_run() -> "Plane":
    """Return the data plane of this process, made when it is first asked for: the store is reached by then."""
    bucket, prefix = (os.environ.get(f"MEDIA_INSIGHTS_{name}", "") for name in ("BUCKET", "PREFIX"))
    return Plane(operator=Operator.of(os.environ), client=boto3.client("s3"), bucket=bucket, prefix=prefix)


@dataclass
class Plane:
    """Metadata of the run's own asset, in MIE's layout of the store."""

    operator: Operator
    client: "S3Client"
    bucket: str
    prefix: str
    """Where this run's own files lie in it, with the final slash."""
    _pages: dict[str, list[Answer]] = field(default_factory=dict)

    @property
    def stored(self) -> list[str]:
        """The names under which this run stored something, in order."""
        return list(self._pages)

    def document(self, name: str) -> Any:
        """Return what this run stored under a name, its pages as one."""
        return joined(self._pages[name])

    def create(self) -> Answer:
        """Refuse: assets are objects of the cluster, which an operator never reaches."""
        return _refused("BadRequestError", "an operator makes no assets: apply a MediaAsset for the file instead")

    def path(self, asset: str, execution: str) -> Answer:
        """Return where files of an execution belong."""
        return {"S3Bucket": self.bucket, "S3Key": f"{self._folder(asset)}{execution}/"}

    def store(self, asset: str, body: Answer, *, paged: bool, last: bool) -> Answer:
        """Keep a result, or a page of one; whole, it also lies in the store at once, where MIE's code looks for it."""
        name, results, execution = body.get("OperatorName"), body.get("Results"), body.get("WorkflowId")
        if not isinstance(name, str) or not name or not isinstance(results, dict):
            return _refused("BadRequestError", "metadata needs an OperatorName, and Results that are an object")
        if asset != self._asset or execution != self._execution:
            return _refused("NotFoundError", f"this run stores metadata of asset {self._asset} only, not of {asset}")
        plain: Answer = json.loads(json.dumps(results, default=_plain, allow_nan=False))
        self._pages[name] = [*(self._pages.get(name, []) if paged else []), plain]
        if paged and not last:
            return {"Status": "Success"}
        key = self._key(name)
        self.client.put_object(Bucket=self.bucket, Key=key, Body=json.dumps(self.document(name)).encode())
        return {"Status": "Success", "Bucket": self.bucket, "Key": key}

    def retrieve(self, asset: str, name: str, cursor: str | None) -> Answer:
        """Return one page: of an operator's result, or of the asset, whose first page says where its source is."""
        if cursor:
            return self._page(asset, Cursor.parse(cursor))
        if name:
            return self._page(asset, Cursor((name,)))
        names = tuple(sorted(self._names(asset)))
        facts = {"asset_id": asset, "results": self._source()}
        return facts | ({"cursor": str(Cursor(names))} if names else {})

    def _page(self, asset: str, cursor: Cursor) -> Answer:
        name = cursor.name
        found = self._read(asset, name)
        if found is None:
            return _refused("NotFoundError", f"no operator has stored {name} for the asset {asset}")
        pages = found if isinstance(found, list) else [found]
        if not 0 <= cursor.page < len(pages):
            return _refused("BadRequestError", f"{name} has {len(pages)} pages, and no page {cursor.page + 1}")
        answer = {"asset_id": asset, "operator": name, "results": pages[cursor.page]}
        further = cursor.after(len(pages))
        return answer | ({"cursor": str(further)} if further else {})

    def _read(self, asset: str, name: str) -> Any:
        """Return a result: this run's own, an input's, or the newest in the store; None when there is none."""
        if asset == self._asset:
            if name in self._pages:
                return self.document(name)
            for each, wired in self.operator.context.get("inputs", {}).items():
                if wired.get("result") == name and self.operator.input(each):
                    return self._completed(name, self.operator.json(each))
        key = self._newest(asset, name)
        if key:
            content = json.loads(self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read())
            return self._completed(name, content)
        return captions.captions_in(name, lambda other: self._read(asset, other))

    def _completed(self, name: str, result: Any) -> Any:
        known = name in transcripts.NAMES
        return transcripts.completed(result, self.bucket, self.prefix, self.client) if known else result

    def _newest(self, asset: str, name: str) -> str:
        """Return the key of this execution's result of a name, else of the newest execution's, else nothing."""
        found = [(time, key) for key, time in self._results(asset) if key.endswith(f"/{name}.json")]
        own = [key for _, key in found if asset == self._asset and key == self._key(name)]
        return own[0] if own else max(found, default=("", ""))[1]

    def _names(self, asset: str) -> set[str]:
        own = self.stored if asset == self._asset else []
        return {key.rpartition("/")[2].removesuffix(".json") for key, _ in self._results(asset)} | set(own)

    def _results(self, asset: str) -> Iterator[tuple[str, str]]:
        """Yield key and time of all results of an asset; plans lie beside them and are none."""
        pages = self.client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket, Prefix=self._folder(asset)):
            for each in page.get("Contents", ()):
                if _is_result(each["Key"].removeprefix(self._folder(asset))):
                    yield each["Key"], each["LastModified"].isoformat()

    def _source(self) -> Answer:
        media = self.operator.context.get("media", {})
        bucket, _, key = self.operator.context.get("source", {}).get("uri", "").removeprefix("s3://").partition("/")
        return {"MediaType": media.get("type", ""), "S3Bucket": bucket, "S3Key": key}

    def _key(self, name: str) -> str:
        return f"{self._folder(self._asset)}{self._execution}/{name}.json"

    def _folder(self, asset: str) -> str:
        """Return the prefix of an asset's executions: as this run's own, which the engine names, for its asset."""
        executions = f"{self.prefix.rstrip('/').rpartition('/')[0]}/"
        return executions.replace(f"/{self._asset}/", f"/{asset}/")

    @property
    def _asset(self) -> str:
        return str(self.operator.context.get("asset", {}).get("uid", ""))

    @property
    def _execution(self) -> str:
        return str(self.operator.context.get("execution", {}).get("uid", ""))


def _is_result(path: str) -> bool:
    """Return whether ``<execution>/<OperatorName>.json`` is a result: what lies deeper, and the plan, are none."""
    return path.count("/") == 1 and path.endswith(".json") and not path.endswith("/plan.json")


def _refused(code: str, message: str) -> Answer:
    return {"Code": code, "Message": message}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a {type(value).__name__} in the metadata cannot be written as JSON")

"""MetaData that one operator leaves for the next ones of its execution, as MIE's state machine carries it on.

It lies in the store below the execution's own prefix, where only operators with access to the store find it: one file
for each operator, so that none writes over another's.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

FOLDER = "metadata/"
"""Below the execution's prefix. It is no result's: these lie in the prefix itself."""
MOST_BYTES = 2**18
"""Of one operator's MetaData: as much as a state machine's input may have."""


def leave(client: "S3Client", bucket: str, prefix: str, name: str, metadata: Mapping[str, Any]) -> None:
    """Keep what an operator tells the workflow. Raises ValueError when it is more than MIE would have carried."""
    content = json.dumps(metadata).encode()
    if len(content) > MOST_BYTES:
        raise ValueError(f"the MetaData of {name} has {len(content)} bytes; a workflow carries {MOST_BYTES}")
    client.put_object(Bucket=bucket, Key=f"{prefix}{FOLDER}{name}.json", Body=content)


def found(client: "S3Client", bucket: str, prefix: str) -> dict[str, Any]:
    """Return what earlier operators of the execution have left, by the name of the fact; the last written wins."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}{FOLDER}")
    listed = [each for page in pages for each in page.get("Contents", ())]
    whole: dict[str, Any] = {}
    for each in sorted(listed, key=lambda it: (it["LastModified"], it["Key"])):
        whole |= _read(client, bucket, each["Key"])
    return whole


def _read(client: "S3Client", bucket: str, key: str) -> dict[str, Any]:
    try:
        content = json.loads(client.get_object(Bucket=bucket, Key=key)["Body"].read(MOST_BYTES + 1))
    except (ClientError, ValueError):
        return {}  # written anew at this moment by a second attempt, which is no earlier operator
    return content if isinstance(content, dict) else {}

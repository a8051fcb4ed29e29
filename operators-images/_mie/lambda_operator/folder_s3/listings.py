"""ListObjects and ListObjectsV2 over a folder."""

from typing import Any

from lambda_operator.folder_s3.answers import contents
from lambda_operator.folder_s3.objects import Folder

MOST = 1000


def listing(folder: Folder, bucket: str, query: dict[str, str]) -> dict[str, Any]:
    """Return the members of a ListBucketResult: objects and common prefixes of one page, and how to get the next."""
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    after = query.get("continuation-token") or query.get("start-after") or query.get("marker", "")
    most = min(int(query.get("max-keys", MOST)), MOST)
    objects: list[dict[str, Any]] = []
    groups: list[str] = []
    last, more = "", False
    for key, path in folder.keys(bucket, prefix):
        group = _group(key, prefix, delimiter)
        name = group or key
        if name <= after or (group and group in groups):
            continue
        if len(objects) + len(groups) == most:
            more = most > 0
            break
        last = name
        if group:
            groups.append(group)
        else:
            objects.append(contents(key, path))
    return {
        "Name": bucket,
        "Prefix": prefix,
        "KeyCount": len(objects) + len(groups),
        "MaxKeys": most,
        "IsTruncated": more,
        **({"NextContinuationToken": last, "NextMarker": last} if more else {}),
        "Contents": objects,
        "CommonPrefixes": [{"Prefix": each} for each in groups],
    }


def _group(key: str, prefix: str, delimiter: str) -> str:
    rest = key.removeprefix(prefix)
    return prefix + rest.partition(delimiter)[0] + delimiter if delimiter and delimiter in rest else ""

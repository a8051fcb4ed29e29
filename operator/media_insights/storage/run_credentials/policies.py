"""Policy of a grant, in the language that AWS, versitygw, Ceph, SeaweedFS and MinIO read alike.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from media_insights.domain.planning.grants import Grant
from media_insights.domain.planning.references import Address
from media_insights.errors import StoreError

LONGEST = 2048
"""Characters of all inline policies of a user, and of a session's policy, on AWS and on versitygw."""

_WILD = re.compile(r"[*?$]")
"""What patterns give a meaning: the wildcards, and the beginning of a variable. ``?`` stands for one of them."""


def policy_of(grant: Grant) -> str:
    """Return the policy as JSON; results of earlier executions are named by their folders where the names are too long.

    Raises StoreError when it is too long even so.
    """
    for reused in (map(_literal, grant.reused), _folders(grant.reused)):
        statements = list(_statements(grant, [f"arn:aws:s3:::{grant.bucket}/{pattern}" for pattern in reused]))
        text = json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))
        if len(text) <= LONGEST:
            return text
    raise StoreError(
        f"the run reads {len(grant.reads)} objects, more than fit into one policy of {LONGEST} characters: "
        f"let its parameters name fewer files, or files with shorter names"
    )


def _statements(grant: Grant, reused: list[str]) -> Iterator[Mapping[str, Any]]:
    """Yield what is allowed; what no statement allows is denied."""
    yield _allow(["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"], _below(grant, grant.writes))
    yield _allow(["s3:PutObject", "s3:AbortMultipartUpload"], _below(grant, (grant.logs,)))
    read = [*(_arn(each) for each in grant.reads), *reused, *_below(grant, grant.browses)]
    if read:
        yield _allow(["s3:GetObject"], read)
    listed = [*grant.writes, *grant.browses, *(f"{key}/" for key in grant.optional)]
    condition = {"StringLike": {"s3:prefix": [f"{_literal(prefix)}*" for prefix in listed]}}
    yield {**_allow(["s3:ListBucket"], [f"arn:aws:s3:::{grant.bucket}"]), "Condition": condition}


def _allow(actions: list[str], resources: list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}


def _folders(keys: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(f"{_literal(str(PurePosixPath(key).parent))}/*" for key in keys))


def _below(grant: Grant, prefixes: tuple[str, ...]) -> list[str]:
    return [f"arn:aws:s3:::{grant.bucket}/{_literal(prefix)}*" for prefix in prefixes if prefix]


def _arn(address: Address) -> str:
    return f"arn:aws:s3:::{address.bucket}/{_literal(address.key)}"


def _literal(key: str) -> str:
    return _WILD.sub("?", key)

"""What an operation leaves behind becomes outputs of the contract: files under /out."""

import sys
from typing import Any

from botocore.exceptions import ClientError

from lambda_operator import chain
from lambda_operator.events import Event
from lambda_operator.planes import Plane
from media_operator import Operator


def deliver(operator: Operator, output: Event, plane: Plane) -> None:
    """Write the media, further results that are declared as outputs, and the result; leave MetaData for others."""
    declared: dict[str, dict[str, Any]] = operator.context.get("outputs", {})
    result = next((each["file"] for each in declared.values() if each.get("result")), "result.json")
    name = operator.context.get("operator", {}).get("resultName", "")
    files = {each["file"] for each in declared.values()} - {result}
    for stored in plane.stored:
        if f"{stored}.json" in files:
            operator.write_json(f"{stored}.json", plane.document(stored))
    media = {each["media"]: each["file"] for each in declared.values() if each.get("media")}
    for medium, place in (output.get("Media") or {}).items():
        _fetch(operator, plane, media.get(medium, ""), medium, place)
    operator.write_json(result, _result(name, output, plane))
    chain.leave(plane.client, plane.bucket, plane.prefix, name, output.get("MetaData") or {})


def _result(name: str, output: Event, plane: Plane) -> Any:
    """Return what was stored under the operator's own name, else the one thing stored, else what it told the workflow.

    Raises LookupError when several things were stored and none of them is the result.
    """
    if name in plane.stored or len(plane.stored) == 1:
        return plane.document(name if name in plane.stored else next(iter(plane.stored)))
    if not plane.stored:
        return output.get("MetaData") or {}
    raise LookupError(
        f"metadata was stored as {', '.join(plane.stored)}, and none of it as {name}: "
        "give operator.yaml one of these as resultName"
    )


def _fetch(operator: Operator, plane: Plane, file: str, medium: str, place: dict[str, str]) -> None:
    """Make a medium that the handler wrote to the store a file; undeclared ones stay where they are, which is said."""
    where = f"s3://{place.get('S3Bucket')}/{place.get('S3Key')}"
    if not file:
        sys.stderr.write(f"the medium {medium} stays at {where}: no output of operator.yaml has media: {medium}\n")
        return
    try:
        with operator.output(file) as target:
            plane.client.download_file(place["S3Bucket"], place["S3Key"], str(target))
    except ClientError as error:
        raise LookupError(f"the medium {medium} was said to be at {where}, but is not there: {error}") from error

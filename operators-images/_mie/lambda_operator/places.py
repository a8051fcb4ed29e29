"""The object store as user code reaches it: by boto3, with ordinary variables, whichever engine runs it."""

import secrets
import tempfile
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from lambda_operator import service_keys
from lambda_operator.folder_s3.objects import Folder
from lambda_operator.folder_s3.server import serving
from media_operator import BadParameters, Operator

Environment = MutableMapping[str, str]

_CONFIGURATION = """\
[default]
request_checksum_calculation = when_required
response_checksum_validation = when_required
s3 =
  addressing_style = path
  signature_version = s3v4
"""
"""For stores that are no AWS: buckets in the path, one signature, and no checksums that only AWS knows."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the inputs lie in the store."""

    operator: Operator
    bucket: str
    prefix: str

    def of_input(self, name: str) -> tuple[str, str]:
        """Return bucket and key of an input; a file that came from elsewhere is put beside the execution's first."""
        wired = self.operator.context.get("inputs", {}).get(name, {})
        if wired.get("key"):
            return wired.get("bucket") or self.bucket, wired["key"]
        key = f"{self.prefix}inputs/{name}"
        boto3.client("s3").upload_file(str(self.operator.require(name)), self.bucket, key)
        return self.bucket, key


@contextmanager
def reached(operator: Operator, environ: Environment) -> Iterator[Places]:
    """Set the variables by which boto3 finds the store, and those that MIE sets for its functions.

    Without a cluster the store is a folder, which a server on loopback stands in for while the block runs.
    Raises BadParameters when the operator was not given the store at all.
    """
    places = Places(operator, environ.get("MEDIA_INSIGHTS_BUCKET", ""), environ.get("MEDIA_INSIGHTS_PREFIX", ""))
    with tempfile.TemporaryDirectory(prefix="aws-") as scratch:
        configuration = Path(scratch) / "config"
        configuration.write_text(_CONFIGURATION)
        environ.setdefault("AWS_CONFIG_FILE", str(configuration))
        _tell(operator, environ, places.bucket)
        if environ.get("MEDIA_INSIGHTS_STORE"):
            with _standing_in(operator, environ, places), service_keys.apart(environ):
                yield places
        elif environ.get("AWS_ACCESS_KEY_ID"):
            with service_keys.apart(environ):
                yield places
        else:
            raise BadParameters(
                "operators written for MIE read and write the object store themselves: "
                "give operator.yaml access: {objectStore: ReadWrite}"
            )


def _tell(operator: Operator, environ: Environment, bucket: str) -> None:
    """Set what the functions of MIE's stack find in their environment; what is there already goes before."""
    told: dict[str, Any] = operator.context.get("operator", {})
    for name, value in {
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": environ.get("AWS_REGION", "us-east-1"),
        "AWS_LAMBDA_FUNCTION_NAME": told.get("name", ""),
        "AWS_XRAY_SDK_ENABLED": "false",
        "DATAPLANE_BUCKET": bucket,
        "DataplaneEndpoint": "files",
        "OPERATOR_NAME": told.get("resultName", ""),
        "botoConfig": "{}",
    }.items():
        environ.setdefault(name, value)


@contextmanager
def _standing_in(operator: Operator, environ: Environment, places: Places) -> Iterator[None]:
    inputs = operator.context.get("inputs", {})
    files = {
        (wired.get("bucket") or places.bucket, wired["key"]): path
        for name, wired in inputs.items()
        if (path := operator.input(name)) and wired.get("key")
    }
    folder = Folder(root=Path(environ["MEDIA_INSIGHTS_STORE"]), bucket=places.bucket, files=files)
    key = f"LOCAL{secrets.token_hex(16)}"
    with serving(folder, key) as endpoint:
        environ.update(AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secrets.token_hex(16), AWS_ENDPOINT_URL_S3=endpoint)
        yield

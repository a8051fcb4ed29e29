"""Operations that clients of the engine define, as operators of ours.

The engine named the Lambda function that starts an operation, and the one that is asked whether it has ended. Here that
is an image, and for one of the base ``mie`` the functions in it: ``registry/words:1.0#words.lambda_handler``.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from media_insights.api.v1alpha1 import MediaOperator, MediaOperatorSpec, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.operator_files import RESULT_NAME
from media_insights.domain.deciding.operator_checks import check_operator
from media_insights.rest.mie.engine_names import EngineNames, our_name
from media_insights.rest.problems import ApiRefusal

METADATA_ONLY = "MetadataOnly"
"""MediaType of an operation that reads no medium."""
MONITOR_SECONDS = 10
"""How often the engine asked whether an operation has ended."""
_INPUTS: Mapping[str, list[dict[str, Any]]] = {
    METADATA_ONLY: [],
    "Video": [{"name": "video", "media": ["ProxyEncode", "Video"]}],
    "Audio": [{"name": "audio", "media": ["Audio"]}],
    "Image": [{"name": "image", "media": ["Image"]}],
    "Text": [
        {"name": "transcript", "result": "TranscribeVideo", "optional": True},
        {"name": "text", "media": ["Text"], "optional": True},
    ],
}
"""MediaType → inputs: a text is a transcript, or a file, as for the engine."""
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)
"""Type of a default → JSON Schema's word; a boolean is an integer for Python, so it comes first."""
_RUNS = ("python", "-m", "lambda_operator")
_MONITOR = "--monitor"
_HANDLER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+")
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}")
_INSTEAD = (
    "put the function's file into an image (docs/migrating-from-mie.md) and name it so: IMAGE#FILE.FUNCTION, for "
    "instance words:1.0#words.lambda_handler"
)


class OperationRequest(BaseModel):
    """Body of ``POST /workflow/operation``."""

    model_config = ConfigDict(
        extra="ignore",
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "Name": "wordLengths",
                    "Type": "Sync",
                    "Configuration": {"MediaType": "Text", "Enabled": True, "MinLength": 3},
                    "StartLambdaArn": "registry.example.com/words:1.0#words.lambda_handler",
                }
            ]
        },
    )

    name: str = Field(alias="Name", min_length=1, max_length=63)
    type: Literal["Sync", "Async"] = Field(alias="Type", description="Async: MonitorLambdaArn is asked until it ends.")
    configuration: dict[str, Any] = Field(
        alias="Configuration", max_length=66, description="MediaType, Enabled, and parameters with their defaults."
    )
    start: str = Field(
        alias="StartLambdaArn", min_length=1, max_length=1024, description="An image, or IMAGE#FILE.FUNCTION."
    )
    monitor: str = Field(
        default="", alias="MonitorLambdaArn", max_length=1024, description="IMAGE#FILE.FUNCTION of the same image."
    )

    def spec(self, version: str) -> MediaOperatorSpec:
        """Return the operator. Raises ApiRefusal (400) for what cannot be one, with what would be right."""
        if not re.fullmatch(RESULT_NAME, self.name):
            raise wrong("Name", f"Name {self.name!r} has to begin with a letter, and to have letters, digits, _ and -")
        image, handler = _named("StartLambdaArn", self.start)
        found = {
            "resultName": self.name,
            "version": version,
            "image": image,
            "inputs": self._inputs(),
            "outputs": [{"name": "result", "file": "result.json", "result": True, "contentType": "application/json"}],
            "parameters": self._parameters(),
            **({"access": {"objectStore": "ReadWrite"}} if handler else {}),
            **self._command(image, handler),
        }
        return _checked(found)

    def names(self) -> EngineNames:
        """Return what the client calls it, and whether stages have it enabled."""
        enabled = self.configuration.get("Enabled")
        if not isinstance(enabled, bool):
            raise wrong("Configuration", "Configuration.Enabled has to be true or false")
        return EngineNames(self.name, is_enabled=enabled)

    def _inputs(self) -> list[dict[str, Any]]:
        medium = self.configuration.get("MediaType")
        if not isinstance(medium, str) or medium not in _INPUTS:
            raise wrong("Configuration", f"Configuration.MediaType has to be one of {', '.join(_INPUTS)}")
        return _INPUTS[medium]

    def _parameters(self) -> dict[str, Any]:
        given = {name: value for name, value in self.configuration.items() if name not in ("MediaType", "Enabled")}
        return {name: _parameter(name, value) for name, value in given.items()}

    def _command(self, image: str, handler: str) -> dict[str, Any]:
        if self.type == "Async" and not self.monitor:
            raise wrong("MonitorLambdaArn", "an Async operation needs MonitorLambdaArn; or send Type: Sync")
        if self.type == "Async" and not handler:
            raise wrong("Type", f"nothing is asked whether {image} has ended: send Type: Sync, or IMAGE#FILE.FUNCTION")
        if not handler:
            return {}
        command = [*_RUNS, handler]
        if self.type == "Async":
            other, monitor = _named("MonitorLambdaArn", self.monitor)
            if other != image or not monitor:
                raise wrong("MonitorLambdaArn", f"MonitorLambdaArn has to be {image}#FILE.FUNCTION: one image has both")
            command += [_MONITOR, monitor, "--every", str(MONITOR_SECONDS)]
        return {"command": command}


def operation_manifest(body: OperationRequest) -> Manifest:
    """Return an operator that is to be created. Raises ApiRefusal (400)."""
    spec = body.spec("v0").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    manifest = {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaOperator",
        "metadata": {"name": our_name(body.name, "Name")},
        "spec": spec,
    }
    return body.names().noted(manifest)


def operation_replacement(found: MediaOperator, body: OperationRequest) -> Manifest:
    """Return what takes the place of an operator's names and whole spec.

    Raises ApiRefusal (409) for an operator that was not defined here: the engine's JSON cannot say all that it is.
    """
    if labels.MIE_NAMES not in found.metadata.annotations:
        said = f"{found.metadata.name} was installed from an operator.yaml: kubectl apply changes it"
        raise ApiRefusal(409, "wrong-state", said)
    spec = body.spec(_after(found.spec.version)).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return body.names().noted({"metadata": {}, "spec": spec})


def functions_of(spec: MediaOperatorSpec) -> dict[str, str]:
    """Return Type, and what starts an operator and is asked about it, as the engine's members.

    A command that no operation is given is the image's own affair: nothing is asked whether that has ended.
    """
    image, command = spec.image, tuple(spec.command)
    handler, mark, monitor = (*command[len(_RUNS) :], "", "", "")[:3]
    if command[: len(_RUNS)] == _RUNS and _HANDLER.fullmatch(handler):
        start = f"{image}#{handler}"
        if not mark:
            return {"Type": "Sync", "StartLambdaArn": start}
        if mark == _MONITOR and _HANDLER.fullmatch(monitor):
            return {"Type": "Async", "StartLambdaArn": start, "MonitorLambdaArn": f"{image}#{monitor}"}
    return {"Type": "Sync", "StartLambdaArn": image}


def wrong(field: str, said: str) -> ApiRefusal:
    """Return the refusal of a member."""
    return ApiRefusal(400, "bad-request", said, at=[(f"/{field}", said)])


def _named(field: str, text: str) -> tuple[str, str]:
    """Return image and function of a member; the function is empty where the image's own command runs."""
    if text.startswith("arn:"):
        raise wrong(field, f"{field}: this cluster runs no function of AWS: {_INSTEAD}")
    image, mark, handler = text.partition("#")
    if not _IMAGE.fullmatch(image) or (mark and not _HANDLER.fullmatch(handler)):
        raise wrong(field, f"{field} {text!r} names no image: {_INSTEAD}")
    return image, handler


def _parameter(name: str, value: Any) -> dict[str, Any]:
    word = next((word for kind, word in _TYPES if isinstance(value, kind)), "")
    if not word:
        raise wrong("Configuration", f"Configuration.{name} is null: give the parameter a default, or leave it out")
    if not _is_finite(value):
        raise wrong("Configuration", f"Configuration.{name} has a number that is none of JSON: NaN or Infinity")
    return {"type": word, "default": value, "description": f"{name}, as in Media Insights Engine."}


def _is_finite(value: Any) -> bool:
    """Return whether all numbers of a value are finite: Python reads NaN and Infinity, which JSON does not have."""
    if isinstance(value, float):
        return math.isfinite(value)
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return all(map(_is_finite, parts))


def _checked(found: dict[str, Any]) -> MediaOperatorSpec:
    try:
        spec = MediaOperatorSpec.model_validate(found)
    except ValidationError as error:
        (first, *_) = error.errors()
        raise wrong("Configuration", f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    problems = [f"{each.path}: {each.message}" for each in check_operator(spec)]
    if problems:
        raise wrong("Configuration", "; ".join(problems))
    return spec


def _after(version: str) -> str:
    """Return the version after one: operators with other content are other operators."""
    number = version.removeprefix("v")
    return f"v{int(number) + 1}" if number.isascii() and number.isdecimal() and len(number) < 9 else "v1"

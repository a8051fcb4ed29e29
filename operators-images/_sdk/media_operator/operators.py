"""What an operator sees of its run: parameters, context, inputs, models, and where outputs go."""

import json
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from media_operator import mounted_models
from media_operator.devices import DEVICES
from media_operator.errors import BadParameters, UnusableInput
from media_operator.outputs import atomic, write_json
from media_operator.result_warnings import MOST, Reason, ResultWarning

PROGRESS_SECONDS = 1.0


class Parameters(dict[str, Any]):
    """The operator's parameters: merged and validated against operator.yaml before it started."""

    def __missing__(self, name: str) -> Any:
        """Raise BadParameters: a parameter without a default in operator.yaml was not given."""
        raise BadParameters(f"the parameter {name!r} is missing; give it in the configuration")


@dataclass
class Operator:
    """One run of an operator, as described by its folder of inputs."""

    inputs: Path
    outputs: Path
    models: Path
    parameters: Parameters
    context: dict[str, Any]
    progress_file: Path | None = None
    traceparent: str = ""
    """Place of the run in a trace (W3C Trace Context), for servers that it asks; empty: the run is not traced."""
    warnings: list[ResultWarning] = field(default_factory=list)
    """What the result shall tell of what it leaves out or guesses."""
    _progress_at: float = field(default=float("-inf"), repr=False)
    _total: int = field(default=1, repr=False)

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Self:
        """Read parameters and context. Raises BadParameters when one of the files is not a JSON object."""
        inputs = Path(environ.get("MEDIA_INSIGHTS_IN", "/in"))
        progress = environ.get("ARGO_PROGRESS_FILE")
        return cls(
            inputs=inputs,
            outputs=Path(environ.get("MEDIA_INSIGHTS_OUT", "/out")),
            models=mounted_models.models_of(environ),
            parameters=Parameters(_object_of(inputs / "parameters.json")),
            context=context_in(inputs),
            progress_file=Path(progress) if progress else None,
            traceparent=environ.get("TRACEPARENT", ""),
        )

    def input(self, name: str) -> Path | None:
        """Return the file of an input, None when nothing is wired to it or its producer made nothing."""
        path = self.inputs / name
        return path if path.is_file() else None

    def require(self, name: str) -> Path:
        """Return the file of an input that must be there. Raises UnusableInput when it is absent."""
        if (path := self.input(name)) is None:
            raise UnusableInput(f"the input {name!r} is missing")
        return path

    def media(self, name: str) -> str | None:
        """Return which medium was chosen for an input, for instance "Frames" or "Image"; None when not told."""
        return self._wired(name, "media")

    def result(self, name: str) -> str | None:
        """Return of which result an input is, for instance "TranscribeVideo"; None for a medium and when not told."""
        return self._wired(name, "result")

    def _wired(self, name: str, fact: str) -> str | None:
        wired = self.context.get("inputs", {}).get(name, {})
        return wired.get(fact) if isinstance(wired, dict) else None

    def json(self, name: str) -> Any:
        """Return an input read as JSON, None when absent. Raises UnusableInput when it is not JSON."""
        path = self.input(name)
        try:
            return None if path is None else json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise UnusableInput(f"the input {name!r} is not JSON: {error}") from error

    def output(self, file: str) -> AbstractContextManager[Path]:
        """Give a temporary path that becomes the output `file` when the block ends without an exception."""
        return atomic(self.outputs / file)

    def write_json(self, file: str, value: Any) -> None:
        """Write an output as strict JSON, atomically; floats are rounded to six decimals."""
        write_json(self.outputs / file, value)

    def warn(self, reason: Reason, message: str, start: float | None = None, end: float | None = None) -> None:
        """Tell in the result what it leaves out, guesses or could not read, from `start` to `end` in seconds.

        The same warning twice counts once.
        """
        warning = ResultWarning(reason, message, start, end)
        if warning not in self.warnings:
            self.warnings.append(warning)

    def with_warnings(self, result: dict[str, Any]) -> dict[str, Any]:
        """Return a result with its `Warnings`, those about devices included; as it is where there are none."""
        return {**result, "Warnings": told} if (told := self.told()) else result

    def told(self) -> list[dict[str, Any]]:
        """Return the warnings as JSON, those about devices first; of many the first, and how many more there are."""
        unread = [ResultWarning(Reason.MODEL_NOT_READ, said) for said in mounted_models.unread(self.models)]
        warnings = [*DEVICES.warnings(), *unread, *self.warnings]
        if more := len(warnings[MOST:]):
            warnings[MOST:] = [ResultWarning(Reason.MORE, f"and {more} more warnings")]
        return [warning.as_json() for warning in warnings]

    def finish(self) -> None:
        """Tell that everything is done, on the scale last used."""
        self.progress(self._total, self._total)

    def progress(self, done: int, total: int) -> None:
        """Tell how far the run is, at most once a second and always at the end. Never fails the run."""
        self._total, now = max(total, 1), time.monotonic()
        if self.progress_file is None or (done < total and now - self._progress_at < PROGRESS_SECONDS):
            return
        self._progress_at = now
        with suppress(OSError), self.progress_file.open("a") as stream:
            stream.write(f"{min(done, total)}/{max(total, 1)}\n")


def context_in(inputs: Path) -> dict[str, Any]:
    """Return the context of a folder of inputs, empty without one. Raises BadParameters when it is no JSON object."""
    return _object_of(inputs / "context.json")


def _object_of(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes()) if path.is_file() else {}
    except (ValueError, RecursionError) as error:
        raise BadParameters(f"{path.name} is not JSON: {error}") from error
    if isinstance(value, dict):
        return value
    raise BadParameters(f"{path.name} must hold one JSON object, not a {type(value).__name__}")

"""An operator that does as it is told: it takes its time, says its sentence and ends with the code it was given."""

import os
import signal
import sys
import time
from typing import Any

from media_operator import Operator, TryAgain, manifests_in, run

_STEP = 0.1
_RESULT = "result.json"


def main(operator: Operator) -> dict[str, object] | None:
    """Follow the parameters (operator.yaml) and return what was seen, or None when nothing is to be written."""
    told = _told(operator)
    if told.get("ignoreTermination"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    held = _held(int(told.get("memoryMiB", 0)))
    _wait(operator, float(told.get("seconds", 0)))
    del held
    if int(os.environ.get("MEDIA_INSIGHTS_ATTEMPT", "0")) < int(told.get("failFirst", 0)):
        raise TryAgain(f"told to fail {told['failFirst']} times")
    # the wall clock, because an operator keeps nothing from one attempt to the next
    if time.time() < float(told.get("notBefore", 0)):
        raise TryAgain("told to fail until later")
    if number := int(told.get("signal", 0)):
        os.kill(os.getpid(), number)
    if code := int(told.get("exitCode", 0)):
        _end(code, "" if told.get("silent") else str(told.get("message", "")) or f"told to end with {code}")
    if target := str(told.get("link", "")):
        _link(operator, target, str(told.get("place", _RESULT)))
        if told.get("hostile"):
            os._exit(0)
        return None
    return _seen(operator) if told.get("write", True) else None


def _told(operator: Operator) -> dict[str, Any]:
    """Return the parameters; where they are for sources with a word only, and this has none, nothing."""
    only, source = str(operator.parameters.get("only", "")), operator.input("source")
    meant = not only or (source is not None and only in source.read_text("utf-8"))
    return operator.parameters if meant else {}


def _held(mebibytes: int) -> list[bytearray]:
    """Take memory and touch each page of it: what is only asked for is not used."""
    return [bytearray(b"\1") * 2**20 for _ in range(mebibytes)]


def _wait(operator: Operator, seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        operator.progress(round((seconds - left) / seconds * 100), 100)
        time.sleep(min(_STEP, left))


def _link(operator: Operator, target: str, place: str) -> None:
    """Put a link in an output's place, to a path or to a file beside it. That is written, and a result in any case."""
    uid = operator.context.get("execution", {}).get("uid", "")
    (operator.outputs / place).symlink_to(target.replace("{execution}", uid))
    beside = {_RESULT} if "/" in target else {_RESULT, target}
    for name in beside - {place}:
        (operator.outputs / name).write_text("{}", "utf-8")


def _end(code: int, message: str) -> None:
    # by hand, not through the SDK's exceptions: any code can be asked for, also those that no exception has
    if message:
        path = os.environ.get("MEDIA_INSIGHTS_TERMINATION_LOG", "/dev/termination-log")
        with open(path, "w", encoding="utf-8") as reason:  # noqa: PTH123 - a device, not a file of ours
            reason.write(message)
        sys.stderr.write(f"ending with {code}\n")
    sys.exit(code)


def _seen(operator: Operator) -> dict[str, object]:
    source, terms = operator.input("source"), operator.input("terms")
    length = operator.parameters.get("sourceMillis")
    return {
        **({"Source": {"Container": "none", "DurationMillis": length}} if length else {}),
        "message": operator.parameters.get("message", ""),
        "parameters": dict(operator.parameters),
        "sourceBytes": source.stat().st_size if source else None,
        "sourceMedia": operator.media("source"),
        "upstream": operator.json("upstream"),
        "terms": terms.read_text("utf-8") if terms else None,
        "models": [each["name"] for each in manifests_in(operator.models)],
        "alias": operator.context.get("operator", {}).get("alias"),
    }


if __name__ == "__main__":
    run(main)

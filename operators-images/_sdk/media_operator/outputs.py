"""Outputs appear whole or not at all, and JSON is strict: numbers finite and rounded, keys text."""

import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from media_operator.errors import OperatorError

DECIMALS = 6
"""Digits kept after the point: a microsecond, a thousandth of a pixel; more is noise that makes results differ."""


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path` with the same suffix, and rename it there when the block succeeds."""
    temporary = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def require_files(folder: Path) -> None:
    """Remove every link among the outputs and raise OperatorError when there was one.

    Argo stores what a failed operator left, too, and follows links to what is not the operator's.
    """
    links = [path for path in sorted(folder.rglob("*")) if path.is_symlink()]
    for path in links:
        path.unlink()
    if links:
        raise OperatorError(f"the output {links[0].relative_to(folder)} is a link; an output must be a file of its own")


def write_json(path: Path, value: Any) -> None:
    """Write `value` as strict JSON in UTF-8. Numpy scalars and arrays become numbers and lists.

    Raises ValueError naming the place of a NaN or an infinity, TypeError for what JSON cannot hold.
    """
    text = json.dumps(_plain(value, "$"), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    with atomic(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def _plain(value: Any, where: str) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{where} is {value}, which JSON cannot hold; it must be a finite number")
        return round(float(value), DECIMALS) + 0.0
    if isinstance(value, dict):
        return {_key(key, where): _plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{where}[{number}]") for number, item in enumerate(value)]
    if hasattr(value, "tolist"):
        return _plain(value.tolist(), where)
    raise TypeError(f"{where} is a {type(value).__name__}, which JSON cannot hold")


def _key(key: object, where: str) -> str:
    if isinstance(key, str):
        return key
    raise TypeError(f"{where} has the key {key!r}; keys must be text")

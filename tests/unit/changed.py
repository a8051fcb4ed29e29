"""Every way to change one field of a value that came from JSON."""

from collections.abc import Iterator
from typing import Any


def changed(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (path, the whole with that field changed): each field with another value, one less, one more."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path} without {key}", {name: each for name, each in value.items() if name != key}
            for where, new in changed(inner, f"{path}.{key}"):
                yield where, {**value, key: new}
        yield f"{path} with one more", {**value, "more": "x"}
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield f"{path} without {index}", [*value[:index], *value[index + 1 :]]
            for where, new in changed(inner, f"{path}[{index}]"):
                yield where, [*value[:index], new, *value[index + 1 :]]
        yield f"{path} with one more", [*value, "x"]
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, int | float):
        yield path, value + 1
    else:
        yield path, "x" if value is None else f"{value}x"

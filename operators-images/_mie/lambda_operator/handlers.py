"""Finding the function that a handler's name means."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lambda_operator.contexts import LambdaContext
from media_operator import BadParameters

Handler = Callable[[dict[str, Any], LambdaContext], Any]


def handler_of(name: str, folder: Path) -> Handler:
    """Import a handler, named as Lambda names it (``folder/file.function``), from the operator's folder.

    Raises BadParameters when there is no such file or function. What the file itself raises on import stays as it is.
    """
    module, _, function = name.replace("/", ".").rpartition(".")
    file = folder / f"{module.replace('.', '/')}.py"
    if not module or not file.is_file():
        raise BadParameters(f"the handler {name} is not there: {file} does not exist; write FILE.FUNCTION")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    found = getattr(importlib.import_module(module), function, None)
    if not callable(found):
        raise BadParameters(f"the handler {name} is not there: {file.name} has no function {function}")
    handler: Handler = found
    return handler

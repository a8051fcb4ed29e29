"""Memory that ran out, in the words of the libraries that compute: under types that also say that a file is damaged."""

import re
from collections.abc import Iterator

from media_operator.errors import OperatorError, WrongModels

SENTENCE = "memory ran out, that of the GPU where one computes: others on a shared GPU may have it now"
_SIGNS = re.compile(
    r"out of memory|bad_alloc|fail(?:ed|ure)? to allocate|alloc_failed|cannot allocate memory", re.IGNORECASE
)
"""Of CUDA (error 2), cuBLAS and cuDNN (…_STATUS_ALLOC_FAILED), ONNX Runtime's arenas, C++ and the C library."""


def is_told(text: str) -> bool:
    """Return whether what a library said is that memory ran out."""
    return bool(_SIGNS.search(text))


def behind(error: BaseException) -> str:
    """Return what a library said when memory ran out, where that is an error or its cause; else nothing.

    A model that cannot be opened may have it as its cause. What an operator says of parameters, inputs and its
    surroundings stays what it is: an image may claim more pixels than any memory holds. So does Python's MemoryError,
    which is about the limit of this process alone.
    """
    if isinstance(error, MemoryError) or (isinstance(error, OperatorError) and not isinstance(error, WrongModels)):
        return ""
    return next((said for each in _causes(error) if is_told(said := str(each))), "")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception of a library and those that it was raised from."""
    while error is not None:
        if not isinstance(error, OperatorError):
            yield error
        error = error.__cause__

"""Namespaces in which media are analysed."""

from collections.abc import Sequence
from typing import Protocol


class Namespaces(Protocol):
    """The namespaces that an administrator has enabled; who may do what in them is another question."""

    async def names(self) -> Sequence[str]:
        """Return their names, in no order."""

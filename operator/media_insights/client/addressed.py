"""An API at an address: how calls of a client reach it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from media_insights.client.connection import ApiConnection, QueryParameters
from media_insights.client.parsing import A
from media_insights.client.reading import read_all, read_one


@dataclass(frozen=True, slots=True)
class AddressedApi:
    """The API at one address."""

    connection: ApiConnection

    @classmethod
    def at(cls, url: str, *, token: str | Callable[[], str] = "", timeout: float = 30.0) -> Self:
        """Return the client of an address.

        Raises ValueError for one that is none, and for a token that would travel in the clear.
        """
        bearer = token if callable(token) or not token else lambda: token
        return cls(ApiConnection(url=url, token=bearer or None, timeout=timeout))

    def _one(self, kind: type[A], path: str) -> A:
        return read_one(self.connection, kind, path)

    def _all(self, kind: type[A], path: str, query: QueryParameters) -> Iterator[A]:
        return read_all(self.connection, kind, path, query)

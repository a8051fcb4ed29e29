"""Environment variables: the only module that reads them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from media_insights.errors import InvalidSettings

PREFIX = "MEDIA_INSIGHTS_"
"""Every variable of ours starts with it; names of settings leave it out."""

T = TypeVar("T")


def inherited() -> dict[str, str]:
    """Return the variables that this process was started with, which programs that it starts inherit."""
    return dict(os.environ)


def truth(text: str) -> bool:
    """Read whether something is so. Raises ValueError."""
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if text.lower() not in words:
        raise ValueError("it must be true or false")
    return words[text.lower()]


@dataclass(frozen=True, slots=True)
class Environment:
    """Variables as settings: stripped, absent and empty alike, parsed with the variable's name in the error."""

    variables: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        """Return a setting's text."""
        return self.variables.get(PREFIX + name, "").strip() or default

    def parsed(self, name: str, default: T, parse: Callable[[str], T]) -> T:
        """Return a setting's value. Raises InvalidSettings, which names the variable."""
        value = self.text(name)
        try:
            return parse(value) if value else default
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InvalidSettings(f"{PREFIX}{name} is {value!r}, which cannot be read: {error}") from error

    def secret(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return the value of a setting that nobody may read in an error or a log; None where it is empty.

        Raises InvalidSettings, which names the variable, for a text that ``parse`` refuses in words of its own.
        """
        value = self.text(name)
        try:
            return parse(value) if value else None
        except ValueError as error:
            raise InvalidSettings(f"{PREFIX}{name} cannot be read: {error}") from None

"""The console's own texts, so that a test finds a button in every language."""

import json
import re
from dataclasses import dataclass
from functools import cache

from tests.console.browsing import ROOT

TEXTS = ROOT / "console/src/i18n"


@dataclass(frozen=True)
class Wording:
    """The texts of a language."""

    locale: str
    """``en`` or ``ja``."""

    def says(self, key: str) -> re.Pattern[str]:
        """Return what a text looks like: ``asset.correct``, any words where it has a parameter. Raises KeyError."""
        area, name = key.split(".", 1)
        parts = re.split(r"\{[^}]*\}", _area(self.locale, area)[name])
        return re.compile(f"^{'.*'.join(map(re.escape, parts))}$")


@cache
def _area(locale: str, area: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((TEXTS / locale / f"{area}.json").read_text("utf-8"))
    return found

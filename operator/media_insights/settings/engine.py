"""The embedded engine's settings, which are the user's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from media_insights.settings.environment import Environment, inherited

CACHE = "CACHE"
"""Name of the setting, without the prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What the user decided about this machine."""

    cache: Path
    """Environments of operators, models, and media that manifests name: what is expensive to fetch or build."""


def read(environ: Mapping[str, str] | None = None) -> EngineSettings:
    """Return the settings: ``MEDIA_INSIGHTS_CACHE``, or a folder of the user's caches (XDG Base Directory)."""
    env = Environment(inherited() if environ is None else environ)
    caches = env.variables.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return EngineSettings(cache=Path(env.text(CACHE) or Path(caches, "media-insights")))

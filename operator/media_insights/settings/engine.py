"""The embedded engine's settings, which are the user's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from media_insights.settings.environment import Environment, inherited

CACHE = "CACHE"
"""Name of the setting, without the prefix."""
Accelerator = Literal["auto", "cpu", "cuda"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What the user decided about this machine."""

    cache: Path
    """Environments of operators, models, and media that manifests name: what is expensive to fetch or build."""
    accelerator: Accelerator = "auto"
    """Which packages operators get: ``auto`` is ``cuda`` where this machine has a GPU of NVIDIA's, else ``cpu``."""


def read(environ: Mapping[str, str] | None = None) -> EngineSettings:
    """Return the settings; without ``MEDIA_INSIGHTS_CACHE`` a folder of the user's caches (XDG Base Directory).

    Raises InvalidSettings, which names the variable.
    """
    env = Environment(inherited() if environ is None else environ)
    caches = env.variables.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return EngineSettings(
        cache=Path(env.text(CACHE) or Path(caches, "media-insights")),
        accelerator=env.parsed("ACCELERATOR", "auto", _accelerator),
    )


def _accelerator(text: str) -> Accelerator:
    kinds: dict[str, Accelerator] = {each: each for each in get_args(Accelerator)}
    if text not in kinds:
        raise ValueError(f"it must be {', '.join(kinds)}")
    return kinds[text]

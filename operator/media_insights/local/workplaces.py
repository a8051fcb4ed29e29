"""Workplace of the embedded engine: results folder, operators, and how they are started."""

from dataclasses import dataclass
from pathlib import Path

from media_insights.catalogue.operator_folders import Catalogue
from media_insights.local.launching import Starter
from media_insights.local.machine import Share
from media_insights.storage.folder import FolderStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A results folder and what runs into it."""

    output: Path
    catalogue: Catalogue
    starter: Starter
    share: Share
    fresh: bool = False
    """Run every step, whatever results an earlier run has."""

    @property
    def store(self) -> FolderStore:
        """The output folder as an object store."""
        return FolderStore(self.output)

"""Names for assets from the names of files: what Kubernetes accepts, and a person still recognises."""

import re
import unicodedata
from pathlib import PurePosixPath

LENGTH = 40
"""Longest name made here: room for the workflow and a suffix in the execution's name (63)."""


def asset_name_of(file_name: str) -> str:
    """Return a DNS label from a file name: ``Key (2) – 日本.mp4`` → ``key-2``, else ``media``."""
    plain = unicodedata.normalize("NFKD", PurePosixPath(file_name).stem).encode("ascii", "ignore").decode().lower()
    return cut(re.sub(r"[^a-z0-9]+", "-", plain).strip("-"), LENGTH) or "media"


def cut(name: str, length: int) -> str:
    """Return at most ``length`` characters of a name, never ending in a dash."""
    return name[:length].rstrip("-.")


def unique(name: str, suffix: str) -> str:
    """Return the name with a suffix that tells it from another of the same name."""
    return f"{cut(name, LENGTH - len(suffix) - 1)}-{suffix}"

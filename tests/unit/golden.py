"""Golden files: what was made is compared whole with what a person has read and committed."""

from pathlib import Path
from typing import Any

import yaml


def compare(file: Path, manifest: dict[str, Any], *, update: bool) -> None:
    """Fail when the manifest is not what the file says; with ``--update`` (never in CI) write the file instead."""
    text = yaml.safe_dump(manifest, allow_unicode=True, width=120)
    if update:
        file.write_text(text, "utf-8")
    assert file.is_file(), f"{file.name} is missing: run pytest --update and read it"
    assert text == file.read_text("utf-8"), "run pytest --update and read the difference"

"""Declaration of an operator's image in its ``pyproject.toml``; every line is optional.

An example of all of them::

[tool.media-insights.image]
base = "vision"                         # what it stands on: a folder of operators-images/_base; else python
leave-out = ["rapidocr/models/*.onnx"]  # paths below site-packages/: its own weights come from models.yaml
keep = ["numpy/**/tests/**"]            # although every image leaves it out (dev/images/pruning.py)
megabytes = 700                         # its budget (dev/images/budgets.py)
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Declaration:
    """The table as it stands; empty strings and zero where nothing is said."""

    base: str = ""
    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    megabytes: int = 0


def of(folder: Path | None) -> Declaration:
    """Return what the project in a folder declares; nothing where there is none."""
    path = folder / "pyproject.toml" if folder else None
    if path is None or not path.is_file():
        return Declaration()
    said = tomllib.loads(path.read_text()).get("tool", {}).get("media-insights", {}).get("image", {})
    return Declaration(
        base=str(said.get("base", "")),
        leave_out=tuple(said.get("leave-out", ())),
        keep=tuple(said.get("keep", ())),
        megabytes=int(said.get("megabytes", 0)),
    )

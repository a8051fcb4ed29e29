"""What is true about media: `truth/*.yaml`, written by people who looked, read or made them."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("truth")


def truth(name: str) -> Any:
    """Return the truth of this name. Raises FileNotFoundError."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))

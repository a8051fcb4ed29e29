"""Folders of models made by `toy_networks`, as a user mounts them."""

import hashlib
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

RGB = {"channels": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255]}
"""Pixels from 0 to 1, as most exports take them."""


@cache
def network(kind: str) -> bytes:
    """Return the ONNX file of a kind of network."""
    script = Path(__file__).with_name("toy_networks.py")
    command = ["uv", "run", "--quiet", "--no-project", "--with", "onnx==1.23.2", "python", str(script), kind]
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout


def mounted(folder: Path, kind: str, **manifest: Any) -> Path:
    """Write a network and its manifest to a folder of models; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    content = network(kind)
    (folder / f"{kind}.onnx").write_bytes(content)
    facts = {"name": kind, "file": f"{kind}.onnx", "sha256": hashlib.sha256(content).hexdigest()}
    (folder / f"{kind}.json").write_text(json.dumps(facts | manifest))
    return folder

"""The client stands alone: importing it loads nothing else of the product, and no client of a server."""

import subprocess
import sys

HEAVY = ("boto3", "kubernetes", "fastapi", "kopf", "hera", "aiohttp", "rich", "typer")


def test_importing_the_client_loads_nothing_else() -> None:
    code = "import sys, media_insights.client; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    loaded = done.stdout.split()
    ours = {name for name in loaded if name.startswith("media_insights.")}
    assert {name for name in ours if not name.startswith("media_insights.client")} == set()
    assert {name for name in loaded if name.partition(".")[0] in HEAVY} == set()

"""What starting the command line costs: clients of clusters and stores are loaded by those who talk to them."""

import subprocess
import sys

HEAVY = ("kubernetes", "boto3", "botocore", "kopf", "hera", "opentimelineio")
"""Each takes from a tenth of a second to more than one to load, and up to 100 MB."""


def test_the_embedded_engine_loads_no_client_of_a_cluster() -> None:
    code = f"import sys, media_insights.cli.app; print(*sorted({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""

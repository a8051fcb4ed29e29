"""What starting a command line costs: libraries are loaded by the commands that need them."""

import inspect
import subprocess
import sys

import pytest

from media_insights.cli import app as local
from media_insights.cli.cluster import kubectl
from media_insights.cli.terminal.deferred import command_at

HEAVY = (
    "aiohttp",
    "argo_workflows",
    "asyncio",
    "boto3",
    "botocore",
    "hera",
    "jsonschema",
    "kopf",
    "kubernetes",
    "opentimelineio",
    "pydantic",
    "yaml",
)
"""Each takes from 30 milliseconds to more than a second to load, and up to 100 MB."""
COMMANDS = {**local.COMMANDS, **{f"kubectl media {name}": found for name, found in kubectl.COMMANDS.items()}}


@pytest.mark.parametrize("module", ["media_insights.__main__", "media_insights.cli.cluster.kubectl"])
@pytest.mark.parametrize("words", [["--help"], ["--version"], []])
def test_the_list_of_commands_loads_nothing_that_a_command_needs(module: str, words: list[str]) -> None:
    code = f"""
import sys
sys.argv = ["media", *{words!r}]
from {module} import main
try:
    main()
except SystemExit:
    print("loaded:", *sorted({set(HEAVY)!r} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr.splitlines()[-1] == "loaded:"


def test_the_embedded_engine_loads_no_client_of_a_cluster() -> None:
    clients = {"argo_workflows", "boto3", "botocore", "hera", "kopf", "kubernetes", "opentimelineio"}
    code = f"import sys, media_insights.cli.local.run_command; print(*sorted({clients!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    "module", ["run_commands", "asset_commands", "faces_on_cluster", "doctor_command", "support_command"]
)
def test_commands_over_a_cluster_load_their_clients_when_they_talk(module: str) -> None:
    clients = {"aiohttp", "argo_workflows", "boto3", "botocore", "hera", "kopf", "kubernetes", "opentimelineio"}
    code = f"import sys, media_insights.cli.cluster.{module}; print(*sorted({clients!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_list_is_the_commands_own(name: str) -> None:
    address, line = COMMANDS[name]
    own = command_at(address).help or ""
    assert line == " ".join(inspect.cleandoc(own).split("\n\n")[0].split())

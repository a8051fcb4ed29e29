"""Groups of options: a command's parameter to us, options of their own to whoever types them."""

from dataclasses import dataclass
from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from media_insights.cli.cluster import kubectl
from media_insights.cli.terminal.deferred import command_at
from media_insights.cli.terminal.option_groups import grouped


@dataclass(frozen=True, kw_only=True)
class Size:
    width: Annotated[int, typer.Option("--width", min=1, envvar="TEST_WIDTH")] = 4
    height: Annotated[int, typer.Option("--height")] = 3


def draw(name: Annotated[str, typer.Argument()], *, size: Size, times: Annotated[int, typer.Option("-n")] = 1) -> None:
    """Draw NAME."""
    typer.echo(f"{name} {size} {times}")


GROUPS = {name: command_at(kubectl.COMMANDS[name][0]).commands for name in ("batch", "faces", "labels", "lists")}
NAMES = [*sorted(kubectl.COMMANDS.keys() - GROUPS), *(f"{group} {each}" for group in GROUPS for each in GROUPS[group])]
app = typer.Typer()
app.command()(grouped(draw))


def run(*words: str, **environ: str) -> Any:
    return CliRunner().invoke(app, list(words), env=environ)


@pytest.mark.parametrize(
    ("words", "environ", "printed"),
    [
        (["a"], {}, "a Size(width=4, height=3) 1"),
        (["--height", "9", "a", "-n", "2"], {}, "a Size(width=4, height=9) 2"),
        (["a"], {"TEST_WIDTH": "7"}, "a Size(width=7, height=3) 1"),
    ],
)
def test_fields_are_options_with_their_defaults_and_variables(
    words: list[str], environ: dict[str, str], printed: str
) -> None:
    assert run(*words, **environ).stdout.strip() == printed


def test_fields_are_checked_and_explained_as_options_are() -> None:
    refused = run("a", "--width", "0")
    assert (refused.exit_code, "--width" in refused.stderr) == (2, True)
    told = run("--help").stdout
    assert all(word in told for word in ("Draw NAME.", "--width", "--height", "TEST_WIDTH", "-n"))
    assert "--size" not in told


@pytest.mark.parametrize("name", NAMES)
def test_every_command_over_a_cluster_takes_where_it_is(name: str) -> None:
    told = CliRunner().invoke(kubectl.app, [*name.split(), "--help"], env={"COLUMNS": "200"}).stdout
    assert all(option in told for option in ("--namespace", "-n", "--context", "--kubeconfig"))

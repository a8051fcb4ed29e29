"""``media-insights operator``: run, test, start, check and build one operator's folder."""

# ruff: noqa: FBT002, PLR0913, PLR0917, PT028 - typer reads the options of a command from its signature

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Literal

import typer

from media_insights.catalogue import lint, scaffold
from media_insights.catalogue import operator_folders as catalogue
from media_insights.catalogue.root import OPERATORS, catalogue_root, current_checkout
from media_insights.cli.local import example_checks, operator_build
from media_insights.cli.local.check_model_command import check_model
from media_insights.cli.local.engine_options import Cache, cache_of
from media_insights.cli.local.fetch_model_command import fetch_model
from media_insights.cli.local.mounted_folders import Models, folder_for
from media_insights.cli.terminal.answers import tell, write_document
from media_insights.cli.terminal.assignments import pairs_of, value_of
from media_insights.cli.terminal.failures import FAILED, USAGE, Failure, as_failures, say, say_text
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.shell_commands import shell_command
from media_insights.domain.wording import json_visible
from media_insights.local import single

WIDTH = 120
"""A result that fits one line is printed on one."""

Folder = Annotated[Path, typer.Argument(help="The operator's folder.", show_default=False)]

app = typer.Typer(help="Start, check, run, test and build operators: one folder each.", no_args_is_help=True)
app.command("check-model")(check_model)
app.command("fetch-model")(fetch_model)


@app.command()
@as_failures()
def run(
    folder: Folder,
    inputs: Annotated[
        list[str] | None, typer.Option("--in", metavar="INPUT=FILE", help="An input; may be repeated.")
    ] = None,
    assignments: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Folder for what it writes; default: a temporary one.")
    ] = None,
    models: Models = None,
    stub: Annotated[bool, typer.Option("--stub", help="Emit the first example instead of computing.")] = False,
    cache: Cache = None,
) -> None:
    """Run one operator on files as an engine would, and print its result."""
    operator = _operator_in(folder, models, stub=stub)
    with tempfile.TemporaryDirectory() as scratch:
        target = (output or Path(scratch)).resolve()
        given = single.OperatorRun(
            operator=operator,
            files={name: Path(value) for name, value in pairs_of("--in", inputs, "INPUT=FILE")},
            parameters={name: value_of(value) for name, value in pairs_of("--set", assignments, "KEY=VALUE")},
            output=target,
            cache=cache_of(cache),
        )
        facts = single.run_once(given, stub=stub)
        if facts.status != "Complete":
            say_text(_log(target))
            raise Failure(facts.message, code=facts.exit_code if facts.exit_code and facts.exit_code > 0 else FAILED)
        _print(given, target, named=output is not None)


@app.command()
@as_failures()
def test(
    folder: Folder,
    update: Annotated[bool, typer.Option("--update", help="Write the expected outputs anew.")] = False,
    models: Models = None,
    cache: Cache = None,
) -> None:
    """Run the operator's examples in its own environment and compare what comes out."""
    operator = _operator_in(folder, models)
    code = example_checks.run_in_checkout(operator, cache_of(cache), update=update)
    if code is None:
        example_checks.run_in_place(operator, cache_of(cache), update=update)
    raise typer.Exit(code or 0)


@app.command()
@as_failures()
def new(
    name: Annotated[str, typer.Argument(help="Its name: lower-case letters, digits, dashes.", show_default=False)],
    operators: Annotated[
        Path | None,
        typer.Option("--operators", help="Folder of operators. Default: the checkout's, outside of it the current."),
    ] = None,
    reads: Annotated[
        Literal["frames", "text"] | None,
        typer.Option("--reads", help="Frames of videos and images, or texts and transcripts.", show_default="asks"),
    ] = None,
) -> None:
    """Start a new operator from a template that reads what it is to read."""
    target = operators or _own_operators()
    brought = [library for library in scaffold.LIBRARIES if not (target / library).exists()]
    folder = scaffold.scaffold(catalogue_root() / OPERATORS, target, name, reads or _ask_what_it_reads())
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    tell(f"{shown}/ is an operator that runs. Edit main.py and operator.yaml, then:")
    for verb in ("lint", "test"):
        tell(f"  {shell_command(['media-insights', 'operator', verb, str(shown)])}")
    if brought:
        tell(f"{' and '.join(brought)} beside it are what operators are built on: keep them with it.")


def _ask_what_it_reads() -> str:
    """Ask a person; where nobody could answer, it is frames."""
    if not sys.stdin.isatty():
        return "frames"
    answer = str(typer.prompt("What does it read: frames (videos, images) or text (texts, transcripts)?")).strip()
    if answer not in scaffold.TEMPLATES:
        raise Failure(f"{answer!r} is neither frames nor text: say it with --reads", code=USAGE)
    return answer


def _own_operators() -> Path:
    checkout = current_checkout()
    return checkout / OPERATORS if checkout else Path.cwd()


@app.command("lint")
@as_failures()
def lint_(folder: Folder) -> None:
    """Check manifest, parameters' schemas, examples, README, pins and base image."""
    problems = lint.problems_in(folder)
    for problem in problems:
        say(problem)
    if problems:
        raise Failure(f"{folder}: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
    tell(f"{folder}: nothing to complain about")


app.command("build")(operator_build.build)


def _operator_in(folder: Path, models: list[str] | None, *, stub: bool = False) -> catalogue.LocalOperator:
    operator = catalogue.operator_in(folder, stub=stub)
    mounted = folder_for(operator.name, models)
    return catalogue.with_models(operator, mounted) if mounted else operator


def _print(given: single.OperatorRun, folder: Path, *, named: bool) -> None:
    result = given.operator.spec.result_output
    path = folder / result.file if result else None
    if path and path.suffix == ".json":
        value = json.loads(path.read_bytes())
        line = json_visible(json.dumps(value, ensure_ascii=False))
        if len(line) <= WIDTH:
            tell(line)
        else:
            emit(value, Format.JSON)
    elif path:
        write_document([path.read_text(encoding="utf-8")])
    if named:
        for each in given.operator.spec.outputs:
            if (folder / each.file).is_file():
                say(f"{folder / each.file}  {(folder / each.file).stat().st_size:,} bytes")


def _log(folder: Path) -> str:
    log = folder / single.LOG
    return log.read_text(encoding="utf-8", errors="replace").rstrip() if log.is_file() else ""

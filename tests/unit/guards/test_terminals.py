"""Commands write to the terminal through modules that make every character visible; logs through one formatter."""

import ast

from tests.unit.guards.code import assert_only, files, name, tree

COMMANDS = "operator/media_insights/cli/"
WRITERS = {
    f"{COMMANDS}terminal/{each}.py"
    for each in (
        "answers",  # lines and documents
        "console",  # tables and colours
        "failures",  # sentences on stderr
        "formats",  # JSON and YAML
    )
} | {
    "operator/media_insights/catalogue/install/__main__.py",  # its one line of output is a Job's log
    "operator/media_insights/runtime/audit_log.py",  # lines of JSON, of nothing but ASCII
}
PRINTING = ("print", "typer.echo", "typer.secho", "click.echo", "rich.print", "sys.stdout.write", "sys.stderr.write")
FORMATTED = {"operator/media_insights/runtime/logs.py"}


def calls(wanted: tuple[str, ...]) -> set[str]:
    """Return the modules of the package that call one of these functions."""
    return {
        name(path)
        for path in files("operator/media_insights")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in wanted
    }


def test_every_line_is_written_where_its_characters_are_made_visible() -> None:
    writers = WRITERS - {f"{COMMANDS}terminal/console.py"}  # it writes through rich
    assert_only(calls(PRINTING), writers, "write it with tell, say, emit, write_document or a Console")


def test_every_process_logs_with_the_formatter_that_shows_names() -> None:
    wanted = ("logging.basicConfig", "logging.StreamHandler", "logging.config.dictConfig")
    assert_only(calls(wanted), FORMATTED, "configure logging with runtime.logs.configure")

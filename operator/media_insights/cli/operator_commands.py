"""``media-insights operator``: run, test, start and check one operator's folder."""

import typer

app = typer.Typer(help="Run, test, start and check operators.", no_args_is_help=True)


@app.callback()
def _main() -> None:
    """Run, test, start and check operators."""

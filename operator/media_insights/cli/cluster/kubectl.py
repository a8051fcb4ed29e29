"""``kubectl media``: analyse files on a cluster and read what was found."""

from media_insights.cli.cluster import asset_commands, run_commands
from media_insights.cli.cluster import faces_on_cluster as faces_there
from media_insights.cli.terminal.command_lines import program
from media_insights.cli.terminal.failures import ending
from media_insights.cli.terminal.options import Command, grouped

COMMANDS: dict[str, Command] = {
    "analyze": run_commands.analyze,
    "upload": asset_commands.upload,
    "results": asset_commands.results,
    "get": asset_commands.get,
    "import": asset_commands.import_,
    "cancel": run_commands.cancel,
    "resume": run_commands.resume,
    "rerun": run_commands.rerun,
    "logs": run_commands.logs,
    "delete": asset_commands.delete,
    "download": asset_commands.download,
    "export": asset_commands.export,
}
"""In the order of the help."""

app = program(
    "kubectl media",
    "Analyse media files on a Kubernetes cluster and read what was found.",
    "Example: kubectl media analyze film.mp4 --set label-detection.minConfidence=60",
)
for _name, _command in COMMANDS.items():
    app.command(_name)(grouped(_command))
app.add_typer(faces_there.app, name="faces")


def main() -> None:
    """Run the command line; kubectl finds it as its plugin ``media``."""
    ending(lambda: app(prog_name="kubectl media"))

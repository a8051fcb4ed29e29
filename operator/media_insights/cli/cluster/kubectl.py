"""``kubectl media``: analyse files on a cluster and read what was found."""

from media_insights.cli.terminal.command_lines import program
from media_insights.cli.terminal.deferred import defer
from media_insights.cli.terminal.failures import run_main

_RUNS = "media_insights.cli.cluster.run_commands"
_ASSETS = "media_insights.cli.cluster.asset_commands"
COMMANDS = {
    "analyze": (f"{_RUNS}:analyze", "Upload FILE, run a workflow over it, show progress, and print a summary."),
    "explain": (
        "media_insights.cli.cluster.explain_on_cluster:explain",
        "Say what a workflow would do with each type of media, what is skipped and why, and what it costs.",
    ),
    "upload": (
        f"{_ASSETS}:upload",
        "Put FILE into the object store and print its address, for manifests of your own.",
    ),
    "results": (
        f"{_ASSETS}:results",
        "Print stored results: of one operator, or of all as an object of result name and result.",
    ),
    "search": (
        "media_insights.cli.cluster.search_command:search",
        "Find moments in the assets that you may read, and print when they are and how to cut them out.",
    ),
    "console": (
        "media_insights.cli.cluster.console_command:console",
        "Open the installation's web page, signed in, through a tunnel of its own; Ctrl-C ends it.",
    ),
    "edits": (
        "media_insights.cli.cluster.correction_commands:edits",
        "List what people changed of an asset's results, or take one change back.",
    ),
    "people": (
        "media_insights.cli.cluster.correction_commands:people",
        "List who is seen in which asset, with the names that people gave.",
    ),
    "get": (f"{_ASSETS}:get", "List the assets, or show one with its executions, operators and files."),
    "import": (
        f"{_ASSETS}:import_",
        "Import results that were made elsewhere into ASSET, under the names by which they are found and searched.",
    ),
    "batch": (
        "media_insights.cli.cluster.batch_commands:app",
        "Many files as one object: run, follow, pause, retry what failed.",
    ),
    "cancel": (f"{_RUNS}:cancel", "Stop an execution, or all of an asset; results so far stay."),
    "resume": (f"{_RUNS}:resume", "Resume an execution that waits for a person."),
    "rerun": (f"{_RUNS}:rerun", "Run an execution again: everything, what failed, or single operators."),
    "logs": (
        f"{_RUNS}:logs",
        "Print what the operators of the newest run wrote: from their pods, or from where it was kept.",
    ),
    "delete": (
        f"{_ASSETS}:delete",
        "Delete an asset with all its results; its source file only if its deletionPolicy says so.",
    ),
    "download": (
        f"{_ASSETS}:download",
        "Fetch a file that an operator made; a playlist comes with the files that it names.",
    ),
    "export": (
        f"{_ASSETS}:export",
        "Write an asset's results as another tool reads them: a player, a spreadsheet, an editing program.",
    ),
    "limits": (
        "media_insights.cli.cluster.limits_command:limits",
        "Show what each namespace has running and stored, and how much it may.",
    ),
    "doctor": (
        "media_insights.cli.cluster.doctor_command:doctor",
        "Check the installation with your own rights, and say what is wrong and what to do.",
    ),
    "support-bundle": (
        "media_insights.cli.cluster.support_command:support_bundle",
        "Collect the state of the installation into one archive, without secrets, for whoever helps you.",
    ),
    "restore": (
        "media_insights.cli.cluster.restore_command:restore",
        "Make the assets of a cluster that was lost again, with their results, edits, holds and executions.",
    ),
    "faces": (
        "media_insights.cli.cluster.faces_on_cluster:app",
        "Collections of known faces, which face search looks people up in.",
    ),
    "labels": (
        "media_insights.cli.cluster.labels_on_cluster:app",
        "Labels of your own: each is taught by images that show it.",
    ),
    "lists": (
        "media_insights.cli.cluster.lists_on_cluster:app",
        "Vocabularies, terminologies and filters under names, with all their versions.",
    ),
}
"""In the order of the help: where the command is, and its line."""

app = program(
    "kubectl media",
    "Analyse media files on a Kubernetes cluster and read what was found.",
    "Example: kubectl media analyze video.mp4 --set label-detection.minConfidence=60",
)
defer(app, COMMANDS)


def main() -> None:
    """Run the command line; kubectl finds it as its plugin ``media``."""
    run_main(lambda: app(prog_name="kubectl media"))

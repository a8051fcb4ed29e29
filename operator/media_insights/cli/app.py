"""``media-insights``: the embedded engine, tools for operators, and the controller."""

from media_insights.cli.terminal.command_lines import program
from media_insights.cli.terminal.deferred import defer
from media_insights.cli.terminal.failures import run_main

COMMANDS = {
    "run": (
        "media_insights.cli.local.run_command:run",
        "Run a workflow over media files on this machine, show progress, and print a summary.",
    ),
    "explain": (
        "media_insights.cli.local.explain_in_folder:explain",
        "Say what a workflow would do with each type of media, what is skipped and why, and what it costs.",
    ),
    "export": (
        "media_insights.cli.local.exports_in_folder:export_from_folder",
        "Write the results of ASSET as another tool reads them; DIR is the folder of `run --output`, default: results.",
    ),
    "import": (
        "media_insights.cli.local.imports_in_folder:import_into_folder",
        "Import results that were made elsewhere into ASSET, under the names by which they are found and searched.",
    ),
    "serve": (
        "media_insights.cli.local.serve_command:serve",
        "Serve the web console and the HTTP API over a results folder; what is uploaded is analysed, a file at a time.",
    ),
    "search": (
        "media_insights.cli.local.search_commands:search_folder",
        "Find moments in the assets of a results folder, and print when they are and how to open them.",
    ),
    "index": (
        "media_insights.cli.local.search_commands:index_results",
        "Bring the search index of a results folder up to date, and report what could not be indexed.",
    ),
    "controller": (
        "media_insights.cli.controller_command:controller",
        "Run the controller; its settings are environment variables, which the chart sets.",
    ),
    "api": (
        "media_insights.cli.api_command:api",
        "Run the HTTP API of a cluster; its settings are environment variables, which the chart sets.",
    ),
    "indexer": (
        "media_insights.cli.indexer_command:indexer",
        "Keep the index of moments of a cluster; its settings are environment variables, which the chart sets.",
    ),
    "mcp": (
        "media_insights.cli.agent_command:mcp",
        "Serve tools for agents: find moments, read transcripts, look at assets, frames and batches. They only read.",
    ),
    "events": (
        "media_insights.cli.events_commands:app",
        "Deliver events to other systems; settings are environment variables, which the chart sets.",
    ),
    "operator": (
        "media_insights.cli.local.operator_commands:app",
        "Start, check, run, test and build operators: one folder each.",
    ),
    "faces": (
        "media_insights.cli.local.faces_in_folder:app",
        "Collections of known faces, which face search looks people up in.",
    ),
    "labels": (
        "media_insights.cli.local.labels_in_folder:app",
        "Labels of your own: each is taught by images that show it.",
    ),
    "lists": (
        "media_insights.cli.local.lists_in_folder:app",
        "Vocabularies, terminologies and filters under names, with all their versions.",
    ),
}
"""In the order of the help: where the command is, and its line."""

app = program(
    "media-insights",
    "Everything a machine can say about a media file: on this machine, or on Kubernetes.",
    "On a cluster, `kubectl media` is the command for users.",
)
defer(app, COMMANDS)


def main() -> None:
    """Run the command line."""
    run_main(app)

"""Summary of an analysis: its outcome and the digest of its results, on one screen of stdout."""

from collections.abc import Sequence

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from media_insights.cli.terminal import folding
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.cost_text import cost_text
from media_insights.cli.terminal.digest_text import parts_of
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.progress import COLOURS
from media_insights.domain.wording import printable
from media_insights.results.digest.digests import Digest


def print_summary(outcome: Outcome, digest: Digest, more: Sequence[str] = ()) -> None:
    """Print the outcome and the digest; ``more`` are lines that say where to look next."""
    console = stdout(120)
    console.print(_heading(outcome))
    for title, body in parts_of(digest):
        console.print(Text(title, "bold"))
        console.print(Padding(body, (0, 0, 0, 2)))
    if any(each["status"] not in ("Complete", "Skipped") for each in outcome.operators.values()):
        console.print(Padding(_operators(outcome), (0, 0, 0, 2)))
    for line in more:
        console.print(Text(printable(line), "dim"))


def _heading(outcome: Outcome) -> Group:
    done = [each["seconds"] or 0.0 for each in outcome.operators.values() if each["status"] == "Complete"]
    line = Text.assemble(
        (printable(outcome.asset), "bold"),
        "  ",
        (outcome.status, COLOURS.get(outcome.status, "bold red")),
        f"  {len(done)} {'operator' if len(done) == 1 else 'operators'}, {sum(done):.0f} s of work" if done else "",
        (f", {cost_text(outcome.cost)}" if done and outcome.cost else "", "dim"),
    )
    colour = "red" if outcome.exit_code else "yellow"
    return Group(line, *([Text(printable(outcome.message), colour)] if outcome.message else []))


def _operators(outcome: Outcome) -> Group:
    table = Table.grid(padding=(0, 2))
    together = folding.share_a_line({name: each["status"] for name, each in outcome.operators.items()})
    for name, each in outcome.operators.items():
        if name in together:
            continue
        seconds = f"{each['seconds']:.1f} s" if each["seconds"] else ""
        table.add_row(
            name, Text(each["status"], COLOURS.get(each["status"], "dim")), seconds, printable(each["message"])
        )
    skipped = Text(f"{folding.SKIPPED}: {folding.line_of(together)}", "dim")
    return Group(table, *([skipped] if together else []))

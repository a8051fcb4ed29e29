"""Commands of the pages about API and events that need a cluster: the chart has what they set and name.

The others are run as they stand there: by ``tests/conformance/api/test_page.py``, ``tests/unit/events`` and, of the
consumer, ``tests/unit/events/test_consumers_page.py``.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from media_insights.cli import app as programs
from media_insights.cli.terminal.deferred import command_at
from media_insights.settings.event_sinks import parse_sinks
from tests.unit.chart.conftest import Render, Rendered, Values

DOCS = Path(__file__).parents[3] / "docs"
RUN_ELSEWHERE = ("$URL", "$BASE", "media-insights serve", "transcripts.db")
"""Blocks that other tests run."""
NAMESPACE = "media-insights"
KUBERNETES_ROLES = ("view", "edit", "admin")


def blocks_of(page: str, language: str) -> list[str]:
    """Return the blocks of a language on a page."""
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield page and words of each command that no other test runs."""
    for page in ("api.md", "events.md", "consumers.md"):
        for block in blocks_of(page, "sh"):
            if not any(each in block for each in RUN_ELSEWHERE):
                for line in block.replace("\\\n", " ").splitlines():
                    yield page, shlex.split(line, comments=True)


COMMANDS = list(commands())


def values_of(words: list[str]) -> Values:
    """Return the values that ``--set`` gives, as Helm reads them."""
    values: Values = {}
    for given in (words[at + 1] for at, word in enumerate(words) if word == "--set"):
        for name, text in re.findall(r"([\w.]+)=(\{[^}]*\}|[^,]*)", given):
            place = values
            *path, last = name.split(".")
            for each in path:
                place = place.setdefault(each, {})
            is_list = text.startswith("{")
            place[last] = [yaml.safe_load(each) for each in text[1:-1].split(",")] if is_list else yaml.safe_load(text)
    return values


EVERYTHING: Values = {
    "api": {"enabled": True},
    "events": {"enabled": True, "secretName": "media-events", "nats": {"embedded": True}},
}


def over(base: Values, values: Values) -> Values:
    """Return values with others over them, as Helm keeps those of before."""
    both = {
        name: over(base[name], values[name]) for name in base.keys() & values.keys() if isinstance(base[name], dict)
    }
    return {**base, **values, **both}


def check_kubectl(words: list[str], rendered: Rendered) -> None:
    match words:
        case ["create", "secret", "generic", _, *more]:
            assert all(each.startswith(("--from-literal=", "--from-file=")) for each in more)
        case ["create", "rolebinding", _, role, group, namespace]:
            assert role.removeprefix("--clusterrole=") in KUBERNETES_ROLES
            assert (group, namespace) == ("--group=oidc:editors", "--namespace=newsroom")
        case ["port-forward", service, ports]:
            found = rendered.one("Service", service.removeprefix("service/"))
            assert int(ports.partition(":")[2]) in [each["port"] for each in found["spec"]["ports"]]
        case ["exec", deployment, "--", "python", "-m", "media_insights", *rest]:
            assert rendered.one("Deployment", deployment.removeprefix("deploy/"))
            check_ours(rest)
        case ["get", "secret", name, "-o", path, "|", "base64", "-d"]:
            kept = rendered.one("Secret", name)
            assert path.removeprefix("jsonpath={.data.").removesuffix("}") in kept["data"] | kept.get("stringData", {})
        case _:
            pytest.fail(f"nobody knows how to check kubectl {words}")


def check_ours(words: list[str]) -> None:
    """Parse a command as the program would, without carrying it out."""
    command: Any = command_at(programs.COMMANDS[words[0]][0])
    context = command.make_context(words[0], words[1:])
    while hasattr(command, "resolve_command"):
        _, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        context = command.make_context(command.name, rest, parent=context)


@pytest.mark.parametrize(("page", "words"), COMMANDS, ids=[f"{page}: {' '.join(words)}" for page, words in COMMANDS])
def test_the_chart_has_what_a_command_names(page: str, words: list[str], render: Render) -> None:
    assert page
    match words:
        case ["helm", "upgrade", "media-insights", "charts/media-insights", "-n", "media-insights", *rest]:
            assert rest[0] == "--reset-then-reuse-values"
            given = values_of(rest)
            assert given
            assert render(over(EVERYTHING, given)).objects
        case ["kubectl", "-n", "media-insights", *rest] | ["kubectl", *rest]:
            check_kubectl(rest, render(EVERYTHING))
        case _:
            pytest.fail(f"nobody runs this command: {words}")


def test_every_page_has_commands() -> None:
    assert len(COMMANDS) > 9
    assert {page for page, _ in COMMANDS} == {"api.md", "events.md"}


@pytest.mark.parametrize("text", blocks_of("events.md", "yaml"), ids=["webhook", "nats"])
def test_the_sinks_of_the_page_are_sinks(text: str) -> None:
    assert len(parse_sinks(text, "sinks.yaml")) == 1


def test_an_agents_host_starts_a_command_that_there_is() -> None:
    (block,) = [each for each in blocks_of("api.md", "json") if "mcpServers" in each]
    server = yaml.safe_load(block)["mcpServers"]["media-insights"]
    assert server["command"] == "media-insights"
    check_ours(server["args"])

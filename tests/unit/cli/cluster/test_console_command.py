"""The console is opened through a tunnel, signed in once, and every reason why it cannot be is said in a sentence."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.worlds import workplace
from tests.console.installations import served
from tests.unit.cli.conftest import kubeconfig
from tests.unit.controller.fake_api import FakeApi

PREFIX, TOKEN = "/media", "let-me-in"
KUBECTL = """#!/bin/sh
case "$*" in
  *"create token desk"*) echo {token};;
  *"create token"*) echo 'serviceaccounts "nobody" not found' >&2; exit 1;;
  *port-forward*)
    echo "Forwarding from 127.0.0.1:{port} -> 8080"
    for i in $(seq 3000); do echo "Handling connection for {port}"; done
    exec sleep {seconds};;
esac
"""
"""Writes more than a pipe holds, as kubectl does over a day."""


@pytest.fixture
def api(tmp_path: Path) -> Iterator[str]:
    place = workplace(tmp_path / "api")
    place.output.mkdir(parents=True)
    with served(local_app(place, prefix=PREFIX, token=TOKEN), PREFIX) as url:
        yield url


@pytest.fixture
def console(api: str, tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """The command over a cluster that publishes the API; what runs at the end is ended."""
    cluster, started = FakeApi(), list[subprocess.Popen[str]]()
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(*words: str, token: str = TOKEN, seconds: float = 600, **published: str) -> "subprocess.Popen[str]":
        data = {"apiService": "media-insights-api:http", "apiPrefix": PREFIX} | published
        cluster.put(
            "configmaps", {"metadata": {"name": "media-insights-cli", "namespace": "media-insights"}, "data": data}
        )
        kubectl = programs / "kubectl"
        kubectl.write_text(KUBECTL.format(port=httpx.URL(api).port, token=TOKEN, seconds=seconds))
        kubectl.chmod(0o755)
        config: Any = kubeconfig(server)
        config["users"][0]["user"] = {"token": token} if token else {}
        (tmp_path / "kubeconfig").write_text(json.dumps(config))
        command = [sys.executable, "-c", "from media_insights.cli.cluster.kubectl import main; main()", "console"]
        started.append(
            subprocess.Popen(
                [*command, "--no-open", "--kubeconfig", str(tmp_path / "kubeconfig"), "-n", "n", *words],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"},
            )
        )
        return started[-1]

    with cluster.served() as server:
        yield run
        for each in started:
            each.kill()
            each.communicate()


def entry_of(running: "subprocess.Popen[str]") -> str:
    assert running.stdout
    return running.stdout.readline().strip()


@pytest.mark.parametrize("words", [(), ("--account", "desk")], ids=["the kubeconfig's token", "a service account's"])
def test_the_first_who_opens_the_address_is_signed_in(
    console: Callable[..., "subprocess.Popen[str]"], api: str, words: tuple[str, ...]
) -> None:
    entry = entry_of(console(*words, token="" if words else TOKEN))
    assert TOKEN not in entry
    with httpx.Client(follow_redirects=False) as browser:
        assert browser.get(entry[:-3]).status_code == 410
        sent_on = browser.get(entry)
        assert (sent_on.status_code, sent_on.headers["Location"]) == (303, f"{api}/")
        assert re.search(r"HttpOnly.*SameSite=strict", sent_on.headers["Set-Cookie"])
        assert browser.get(f"{api}/v1/session").json()["via"] == "cookie"
    with httpx.Client() as other:
        assert other.get(entry).status_code == 410
        assert other.get(f"{api}/v1/session").status_code == 401


def test_an_address_of_the_installation_s_own_is_opened_as_it_is(
    console: Callable[..., "subprocess.Popen[str]"],
) -> None:
    running = console(api="https://media.example.com/insights")
    assert running.communicate(timeout=60) == ("https://media.example.com/insights/\n", "")
    assert running.returncode == 0


@pytest.mark.parametrize(
    ("words", "given", "sentence"),
    [
        ((), {"token": ""}, "your kubeconfig has no token"),
        ((), {"apiService": ""}, "this installation has no HTTP API"),
        ((), {"token": "old"}, "the HTTP API does not accept the token"),
        (("--account", "nobody"), {}, 'no token of the service account nobody: serviceaccounts "nobody" not found'),
        ((), {"seconds": 3}, "the tunnel to the HTTP API has ended"),
    ],
)
def test_why_it_cannot_be_opened_is_said(
    console: Callable[..., "subprocess.Popen[str]"], words: tuple[str, ...], given: dict[str, Any], sentence: str
) -> None:
    running = console(*words, **given)
    _, said = running.communicate(timeout=120)
    assert sentence in said
    assert running.returncode == 1

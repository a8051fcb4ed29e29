"""A real OpenID Connect provider on loopback (zitadel/oidc, a certified library), where people of a file sign in."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from tests import gateways

CLIENT, SECRET = "media", "s3cr:et/"
PASSWORD = "correct horse"
_FORM = re.compile(r'name="id" value="([^"]+)"')


@dataclass
class Provider:
    """One provider; it may be stopped and started again, with new keys."""

    folder: Path
    redirect: str
    people: dict[str, dict[str, Any]]
    """By subject: what the library knows of a user, and ``Groups``."""
    port: int = field(default_factory=gateways.free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens. Skips where nobody has built it."""
        binary = shutil.which("issuer", path=f"{gateways.CACHE / 'bin'}:{os.environ['PATH']}")
        if not binary:
            pytest.skip("no issuer: `make cluster` builds it")
        file = self.folder / "issuer.json"
        read = {"Port": self.port, "Client": CLIENT, "Secret": SECRET, "Redirect": self.redirect, "People": self.people}
        file.write_text(json.dumps(read))
        with (self.folder / "issuer.log").open("ab") as log:
            self._process = subprocess.Popen([binary, str(file)], stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not gateways.listening(self.port):
            assert self._process.poll() is None, (self.folder / "issuer.log").read_text()
            assert time.monotonic() < deadline, "the issuer does not listen"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def rotate(self) -> None:
        """Let it sign with a new key, which it publishes beside the old one."""
        assert self._process is not None
        known = len(self.keys())
        self._process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 60
        while len(self.keys()) == known:
            assert time.monotonic() < deadline, "the issuer makes no new key"
            time.sleep(0.05)

    def keys(self) -> list[str]:
        """Return the ids of the keys that it publishes."""
        return [each["kid"] for each in httpx.get(f"{self.url}/keys").json()["keys"]]

    def sign_in(self, address: str, user: str, password: str = PASSWORD) -> dict[str, str]:
        """Do in its pages what a person does; return what it sends back: code and state, or nothing."""
        with httpx.Client(base_url=self.url) as browser:
            page = _follow(browser, browser.get(address), self.url)
            form = _FORM.search(page.text)
            assert form, page.text
            sent = {"id": form[1], "username": user, "password": password}
            answer = _follow(browser, browser.post("/login/username", data=sent), self.url)
        back = answer.headers.get("Location", "")
        return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def _follow(browser: httpx.Client, answer: httpx.Response, url: str) -> httpx.Response:
    """Follow redirections as long as they stay at the provider."""
    while answer.is_redirect:
        place = urljoin(str(answer.request.url), answer.headers["Location"])
        if not place.startswith(url):
            return answer
        answer = browser.get(place)
    return answer


def person(name: str, *groups: str, verified: bool = True) -> dict[str, Any]:
    """Return somebody who may sign in."""
    known = {"ID": name, "Username": name, "Password": PASSWORD, "Email": f"{name}@example.com"}
    return {**known, "EmailVerified": verified, "PreferredLanguage": "en", "Groups": list(groups)}


@contextmanager
def providing(folder: Path, redirect: str, *people: dict[str, Any]) -> Iterator[Provider]:
    """Run a provider as long as the block."""
    provider = Provider(folder, redirect, {each["ID"]: each for each in people})
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()

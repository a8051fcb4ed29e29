"""A real Chromium, steered by its DevTools protocol: one tab, what went wrong in it, and pictures of it."""

import asyncio
import base64
import itertools
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.console.pixels import Pixels, decoded

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    *("--autoplay-policy=no-user-gesture-required", "--force-color-profile=srgb", "--remote-debugging-port=0"),
)


class Tab:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._session = ""
        self.problems: list[str] = []
        """Errors of scripts, of the policy and of the console, in their order."""

    async def open(self) -> None:
        """Open the tab, and listen to what goes wrong in it."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")

    async def listen(self) -> None:
        """Read what the browser says until it is gone."""
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._waiting.pop(said["id"]).set_result(said)
            else:
                self.problems += _problem(said)

    async def call(self, method: str, **params: Any) -> Any:
        """Return the answer to a command. Raises AssertionError when the browser refuses it."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        session = {"sessionId": self._session} if self._session else {}
        await self._socket.send_str(json.dumps({"id": number, "method": method, "params": params, **session}))
        async with asyncio.timeout(60):
            answer = await self._waiting[number]
        assert "error" not in answer, f"{method}: {answer.get('error')}"
        return answer["result"]

    async def value(self, expression: str) -> Any:
        """Return what an expression is in the page, as for a press of its user. Raises AssertionError if it throws."""
        answer = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        assert "exceptionDetails" not in answer, f"{expression}: {answer['exceptionDetails']}"
        return answer["result"].get("value")

    async def until(self, expression: str, seconds: float = 60) -> None:
        """Return once an expression is true, also one that is an element or a promise."""
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            if await self.value(f"Promise.resolve({expression}).then(Boolean)"):
                return
            await asyncio.sleep(0.05)
        text = await self.value("document.body.innerText.slice(0, 1500)")
        raise AssertionError(f"not within {seconds} s: {expression}; the page says: {text}; {self.problems}")

    async def go(self, url: str) -> None:
        """Open an address."""
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def size(self, width: int, height: int) -> None:
        """Give the tab a size in pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.call("Emulation.setDeviceMetricsOverride", **metrics)

    async def press(self, key: str, code: str = "", modifiers: int = 0) -> None:
        """Press a key."""
        text = {"text": key} if len(key) == 1 and not modifiers else {}
        for type_ in ("keyDown", "keyUp"):
            said = {"type": type_, "key": key, "code": code or key, "modifiers": modifiers}
            await self.call("Input.dispatchKeyEvent", **said, **(text if type_ == "keyDown" else {}))

    async def picture(self) -> Pixels:
        """Return what is on the screen."""
        shot = await self.call("Page.captureScreenshot", format="png", optimizeForSpeed=True)
        return decoded(base64.b64decode(shot["data"]))


def _problem(said: dict[str, Any]) -> Sequence[str]:
    params = said.get("params", {})
    match said.get("method"):
        case "Runtime.exceptionThrown":
            return [str(params["exceptionDetails"].get("exception", {}).get("description", params))]
        case "Log.entryAdded" if params["entry"]["level"] == "error":
            return [f"{params['entry']['text']} {params['entry'].get('url', '')}"]
        case "Runtime.consoleAPICalled" if params["type"] == "error":
            return [str([each.get("value", each.get("description")) for each in params["args"]])]
    return []


@asynccontextmanager
async def chromium() -> AsyncIterator[Tab]:
    """Start the distribution's Chromium with an empty profile, and give one tab of it."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: apt-get install chromium fonts-noto-cjk"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program, *_FLAGS, f"--user-data-dir={profile}", "about:blank", stderr=asyncio.subprocess.DEVNULL
        )
        try:
            address = await _address(Path(profile) / "DevToolsActivePort")
            async with aiohttp.ClientSession() as session, session.ws_connect(address, max_msg_size=2**28) as socket:
                tab = Tab(socket)
                listening = asyncio.create_task(tab.listen())
                await tab.open()
                yield tab
                listening.cancel()
        finally:
            process.terminate()
            await process.wait()


async def _address(file: Path) -> str:
    async with asyncio.timeout(60):
        while len(lines := _lines_of(file)) < 2:  # noqa: ASYNC110 - the browser writes it, and says nothing
            await asyncio.sleep(0.05)
    return f"ws://127.0.0.1:{lines[0]}{lines[1]}"


def _lines_of(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []

"""Models that are downloaded: pinned files alone, whole or not at all, going on where an attempt ended."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from media_insights.catalogue.model_digests import digest_of_models
from media_insights.catalogue.problems import Unusable
from media_insights.cli.local.operator_commands import app
from media_insights.errors import Unavailable
from media_insights.local.model_downloads import fetch, parse_pinned

CONTENT = bytes(range(256)) * 20_000
"""More than a piece that is read at once."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Hub:
    """A server of models: what it has, how many bytes it sends before it hangs up, what it was asked."""

    url: str = ""
    content: dict[str, bytes] = field(default_factory=dict)
    breaks: list[int] = field(default_factory=list)
    ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def hub() -> Iterator[Hub]:
    known = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            known.asked.append((self.path, asked))
            if self.path.startswith("/moved/"):
                self.send_response(302)
                self.send_header("Location", self.path.removeprefix("/moved"))
                self.end_headers()
                return
            content = known.content.get(self.path)
            if content is None:
                self.send_error(404, "Not Found")
                return
            first = int(asked.removeprefix("bytes=").rstrip("-")) if asked and known.ranges else 0
            self.send_response(206 if first else 200)
            if first:
                self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
            self.send_header("Content-Length", str(len(content) - first))
            self.end_headers()
            self.wfile.write(content[first:][: known.breaks.pop(0) if known.breaks else None])

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


def pinned(folder: Path, hub: Hub, **change: Any) -> Path:
    """A manifest of a network and its tokenizer, both of which the server has."""
    hub.content |= {"/net.onnx": CONTENT, "/tokens.json": b"{}"}
    whole = {
        "name": "net",
        "task": "image-embedding",
        "file": "net.onnx",
        "url": f"{hub.url}/net.onnx",
        "sha256": digest(CONTENT),
        "files": [{"path": "text/tokens.json", "url": f"{hub.url}/tokens.json", "sha256": digest(b"{}")}],
    }
    path = folder / "net.json"
    path.write_text(json.dumps(whole | change))
    return path


def run(manifest: Path, folder: Path) -> list[tuple[str, bool]]:
    return [(each.path, is_new) for each, is_new in fetch(parse_pinned(manifest), folder, lambda *_: None)]


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_every_file_comes_and_the_manifest_and_nothing_else(tmp_path: Path, hub: Hub) -> None:
    manifest = pinned(tmp_path, hub)
    assert run(manifest, tmp_path / "net") == [("net.onnx", True), ("text/tokens.json", True)]
    assert names_in(tmp_path / "net") == {"net.json", "net.onnx", "text/tokens.json"}
    assert (tmp_path / "net/net.onnx").read_bytes() == CONTENT
    assert {path.name for path in tmp_path.iterdir()} == {"net", "net.json"}


def test_what_is_there_already_is_not_fetched_again(tmp_path: Path, hub: Hub) -> None:
    manifest = pinned(tmp_path, hub)
    run(manifest, tmp_path / "net")
    (tmp_path / "net/text/tokens.json").write_text("other")
    hub.asked.clear()
    assert run(manifest, tmp_path / "net") == [("net.onnx", False), ("text/tokens.json", True)]
    assert hub.asked == [("/tokens.json", "")]
    assert (tmp_path / "net/text/tokens.json").read_text() == "{}"


def test_a_connection_that_breaks_goes_on_where_it_ended(tmp_path: Path, hub: Hub) -> None:
    hub.breaks = [1_000_000, 500_000]
    run(pinned(tmp_path, hub), tmp_path / "net")
    assert hub.asked[:3] == [("/net.onnx", ""), ("/net.onnx", "bytes=1000000-"), ("/net.onnx", "bytes=1500000-")]
    assert (tmp_path / "net/net.onnx").read_bytes() == CONTENT


def test_another_run_goes_on_after_one_that_gave_up(tmp_path: Path, hub: Hub) -> None:
    manifest = pinned(tmp_path, hub)
    hub.breaks = [1_000_000, 0]
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1:\d+ cannot be reached for net\.onnx: "):
        run(manifest, tmp_path / "net")
    assert not (tmp_path / "net").exists()
    hub.asked.clear()
    run(manifest, tmp_path / "net")
    assert hub.asked[0] == ("/net.onnx", "bytes=1000000-")
    assert (tmp_path / "net/net.onnx").read_bytes() == CONTENT


def test_a_server_without_ranges_sends_it_whole_again(tmp_path: Path, hub: Hub) -> None:
    hub.ranges, hub.breaks = False, [1_000_000]
    run(pinned(tmp_path, hub), tmp_path / "net")
    assert (tmp_path / "net/net.onnx").read_bytes() == CONTENT


def test_redirects_are_followed(tmp_path: Path, hub: Hub) -> None:
    run(pinned(tmp_path, hub, url=f"{hub.url}/moved/net.onnx"), tmp_path / "net")
    assert (tmp_path / "net/net.onnx").read_bytes() == CONTENT


def test_another_file_than_the_pinned_one_is_refused_and_leaves_nothing(tmp_path: Path, hub: Hub) -> None:
    manifest = pinned(tmp_path, hub)
    hub.content["/net.onnx"] = CONTENT + b"more"
    with pytest.raises(Unusable, match=rf"has the sha256 {digest(CONTENT + b'more')}, and the manifest pins "):
        run(manifest, tmp_path / "net")
    assert names_in(tmp_path) == {"net.json"}


def test_an_address_that_is_not_there_says_so_without_what_may_be_secret_in_it(tmp_path: Path, hub: Hub) -> None:
    with pytest.raises(Unavailable) as failure:
        run(pinned(tmp_path, hub, url=f"{hub.url}/absent?token=hidden"), tmp_path / "net")
    assert "answers 404 Not Found for net.onnx: check its url in the manifest" in str(failure.value)
    assert "hidden" not in str(failure.value)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"url": "ftp://x/y"}, "net.json: url must be an http:// or https:// address"),
    ({"url": "file:///etc/hostname"}, "net.json: url must be an http:// or https:// address"),
    ({"sha256": "0"}, "net.json: sha256 is '0'; the 64 hexadecimal digits"),
    ({"file": "../net.onnx"}, "net.json: path is '../net.onnx'; a path inside the folder is right"),
    ({"file": "/net.onnx"}, "net.json: path is '/net.onnx'"),
    ({"file": "net.json"}, "net.json: path is 'net.json', the manifest's own name"),
    ({"file": 3}, "must be a JSON object with file"),
    ({"files": "x"}, "net.json: files must be a list of objects with path, url and sha256"),
    ({"files": [{"path": "a.txt", "sha256": "0" * 64}]}, "net.json: files[0].url must be"),
    ({"files": [3]}, "net.json: files[0].path is ''"),
    ({"files": [{"path": "net.onnx", "url": "http://x/y", "sha256": "0" * 64}]}, "net.json: net.onnx is there twice"),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG, ids=[str(change)[:40] for change, _ in WRONG])
def test_a_manifest_that_does_not_pin_its_files_is_refused_by_its_field(
    tmp_path: Path, hub: Hub, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Unusable) as refusal:
        parse_pinned(pinned(tmp_path, hub, **change))
    assert sentence in str(refusal.value)
    assert hub.asked == []


def test_a_manifest_without_an_address_for_its_file_is_refused(tmp_path: Path, hub: Hub) -> None:
    whole = json.loads(pinned(tmp_path, hub).read_text())
    (tmp_path / "net.json").write_text(json.dumps({key: whole[key] for key in ("name", "task", "file", "files")}))
    with pytest.raises(Unusable, match=r"nothing says where net\.onnx comes from"):
        parse_pinned(tmp_path / "net.json")


def test_the_command_prints_what_came_and_the_digest_that_a_claim_declares(tmp_path: Path, hub: Hub) -> None:
    manifest, runner = pinned(tmp_path, hub), CliRunner()
    done = runner.invoke(app, ["fetch-model", str(manifest), str(tmp_path / "own")])
    assert done.exit_code == 0, done.output
    assert f"fetched  net.onnx   5.1 MB   sha256 {digest(CONTENT)}" in done.output
    assert f"digest   {digest_of_models(tmp_path / 'own')}" in done.output
    assert "kept     net.onnx" in runner.invoke(app, ["fetch-model", str(manifest), str(tmp_path / "own")]).output


def test_without_a_connection_it_is_one_sentence(tmp_path: Path) -> None:
    manifest = pinned(tmp_path, Hub("http://127.0.0.1:9"))
    with pytest.raises(Unavailable) as failure:
        run(manifest, tmp_path / "net")
    assert str(failure.value) == (
        "127.0.0.1:9 cannot be reached for net.onnx: Connection refused; a connection is needed once: run it again "
        "where there is one, it goes on from here, and copy the folder"
    )

"""The push half of the registry protocol, spoken as builders speak it."""

import hashlib
import http.client
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.images.layout import Layout
from dev.images.push_registry import serve_registry

Body = bytes | Iterator[bytes] | None
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class Push:
    """A builder's side of a push."""

    def __init__(self, address: str) -> None:
        self._http = http.client.HTTPConnection(address, timeout=5)

    def close(self) -> None:
        self._http.close()

    def ask(self, method: str, path: str, body: Body = None, **headers: str) -> tuple[int, str]:
        self._http.request(method, path, body, headers)  # an iterator is sent in chunks
        answer = self._http.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")

    def blob(self, content: bytes, *, name: str = "x") -> str:
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        _, place = self.ask("POST", f"/v2/{name}/blobs/uploads/")
        self.ask("PATCH", place, iter([content[:3], content[3:]]))
        status, _ = self.ask("PUT", f"{place}?digest={digest}", b"")
        assert status == 201
        return digest

    def image(self, layers: list[bytes], *, name: str = "x", tag: str = "1") -> None:
        config = self.blob(b"{}", name=name)
        described = [{"digest": self.blob(layer, name=name)} for layer in layers]
        manifest = json.dumps({"config": {"digest": config}, "layers": described}).encode()
        status, _ = self.ask("PUT", f"/v2/{name}/manifests/{tag}", manifest, **{"Content-Type": MANIFEST})
        assert status == 201


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path)


@pytest.fixture
def push(layout: Layout) -> Iterator[Push]:
    with serve_registry(layout, "localhost/project") as address:
        pushing = Push(address)
        yield pushing
        pushing.close()


def _archived(layout: Layout, names: list[str], held: list[str]) -> dict[str, bytes]:
    stream = io.BytesIO()
    layout.write(names, held, stream)
    stream.seek(0)
    with tarfile.open(fileobj=stream) as archive:
        files = ((entry.name, archive.extractfile(entry)) for entry in archive)
        return {name: file.read() for name, file in files if file}


def test_a_pushed_image_is_kept_under_its_name(layout: Layout, push: Push) -> None:
    assert not layout.has("localhost/project/x:1")
    push.image([b"layer"])
    assert layout.has("localhost/project/x:1")
    assert layout.blob(layout.digest("localhost/project/x:1")).exists()


def test_a_layer_that_is_here_need_not_be_sent(push: Push) -> None:
    digest = push.blob(b"layer")
    assert push.ask("HEAD", f"/v2/x/blobs/{digest}")[0] == 200
    assert push.ask("HEAD", f"/v2/x/blobs/sha256:{'0' * 64}")[0] == 404


def test_a_layer_of_another_image_is_mounted(push: Push) -> None:
    digest = push.blob(b"layer", name="one")
    assert push.ask("POST", f"/v2/two/blobs/uploads/?mount={digest}&from=one")[0] == 201
    assert push.ask("POST", f"/v2/two/blobs/uploads/?mount=sha256:{'0' * 64}&from=one")[0] == 202


def test_a_blob_that_is_not_what_it_says_is_refused(layout: Layout, push: Push) -> None:
    _, place = push.ask("POST", "/v2/x/blobs/uploads/")
    wrong = f"sha256:{'1' * 64}"
    assert push.ask("PUT", f"{place}?digest={wrong}", b"content")[0] == 400
    assert not layout.blob(wrong).exists()


def test_a_path_out_of_the_folder_names_no_blob(push: Push) -> None:
    assert push.ask("HEAD", "/v2/x/blobs/../../../etc/passwd")[0] == 404


def test_an_older_version_goes_with_the_layers_that_only_it_had(layout: Layout, push: Push) -> None:
    push.image([b"base", b"old"], tag="1")
    push.image([b"base", b"new"], tag="2")
    push.image([b"base"], name="other")
    layout.clear(["localhost/project/x:2"])
    kept = {
        content: layout.blob(f"sha256:{hashlib.sha256(content).hexdigest()}").exists()
        for content in (b"base", b"old", b"new")
    }
    assert kept == {b"base": True, b"old": False, b"new": True}
    assert not layout.has("localhost/project/x:1")
    assert layout.has("localhost/project/other:1")


def test_an_archive_names_its_images_and_leaves_out_what_the_reader_holds(layout: Layout, push: Push) -> None:
    push.image([b"base", b"one"], name="one")
    push.image([b"base", b"two"], name="two")
    names = ["localhost/project/one:1", "localhost/project/two:1"]
    base = f"sha256:{hashlib.sha256(b'base').hexdigest()}"

    whole, thin = _archived(layout, names, []), _archived(layout, names, [base])

    entries = json.loads(whole["index.json"])["manifests"]
    assert [each["annotations"]["io.containerd.image.name"] for each in entries] == names
    assert set(whole) - set(thin) == {f"blobs/{base.replace(':', '/')}"}
    assert sum(content == b"base" for content in whole.values()) == 1

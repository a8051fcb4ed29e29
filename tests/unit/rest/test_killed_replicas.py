"""A replica of a cluster's API that is killed during an upload: another goes on, over a real S3; nothing is doubled."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.replicas import installed

PART = 8 * 2**20
CONTENT = b"deep water\n" * (2 * PART // 11 + 100)
BODY = {"namespace": "n", "name": "a film.txt", "bytes": len(CONTENT), "digest": hashlib.sha256(CONTENT).hexdigest()}


def part(number: int) -> bytes:
    return CONTENT[(number - 1) * PART : number * PART]


@pytest.mark.thorough
def test_another_replica_goes_on_with_an_upload(tmp_path: Path) -> None:
    with installed(tmp_path) as installation, installation.replica() as (second, _):
        with installation.replica() as (first, process):
            begun = first.post("/v1/uploads", json=BODY).json()
            path = f"/v1/uploads/{begun['id']}"
            assert first.put(f"{path}/parts/1", content=part(1)).status_code == 200

            def half_of_the_second() -> Iterator[bytes]:
                yield part(2)[: PART // 2]
                process.kill()
                process.wait(20)
                yield part(2)[PART // 2 :]

            length = {"Content-Length": str(len(part(2)))}
            with pytest.raises(httpx.TransportError):
                first.put(f"{path}/parts/2", content=half_of_the_second(), headers=length)
        there = second.get(path).json()["parts"]
        assert [each["number"] for each in there] == [1], "half a part is none"
        for number in (2, 3, 3):  # a client that got no answer sends a part again
            assert second.put(f"{path}/parts/{number}", content=part(number)).status_code == 200
        whole = second.post(f"{path}/complete")
        assert whole.status_code == 200, whole.text
        again = second.post("/v1/uploads", json=BODY).json()
        store = installation.store
        keys = [info.key for info in store.list("public/upload/n/")]
        assert len(keys) == 1, keys
        assert store.get(keys[0]) == CONTENT
        assert again["exists"] is True, again


@pytest.mark.thorough
def test_a_completion_without_an_answer_is_asked_again(tmp_path: Path) -> None:
    """The replica that completed it was killed before it answered."""
    with installed(tmp_path) as installation, installation.replica() as (second, _):
        with installation.replica() as (first, _process):
            path = f"/v1/uploads/{first.post('/v1/uploads', json=BODY).json()['id']}"
            for number in (1, 2, 3):
                assert first.put(f"{path}/parts/{number}", content=part(number)).status_code == 200
            lost = first.post(f"{path}/complete").json()
        again = second.post(f"{path}/complete")
        assert (again.status_code, again.json()) == (200, lost)
        assert len(list(installation.store.list("public/upload/n/"))) == 1

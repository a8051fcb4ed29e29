"""A process that is killed during an upload: another one goes on with it, and the client sends what is missing."""

from pathlib import Path

import httpx

from tests import served

PART = 8 * 2**20


def test_an_upload_goes_on_at_the_next_process(tmp_path: Path) -> None:
    content = b"deep water\n" * (2 * PART // 11 + 100)
    with served.serving(tmp_path) as (url, process):
        body = {"namespace": "media-insights", "name": "a film.txt", "bytes": len(content)}
        begun = httpx.post(f"{url}/v1/uploads", json=body, timeout=60).json()
        path = f"/v1/uploads/{begun['id']}"
        assert begun["partCount"] == 3
        assert httpx.put(f"{url}{path}/parts/1", content=content[:PART], timeout=60).status_code == 200
        process.kill()
        process.wait(10)
    with served.serving(tmp_path) as (url, _):
        assert [each["number"] for each in httpx.get(f"{url}{path}", timeout=60).json()["parts"]] == [1]
        for number in (2, 3):
            part = content[(number - 1) * PART : number * PART]
            assert httpx.put(f"{url}{path}/parts/{number}", content=part, timeout=60).status_code == 200
        whole = httpx.post(f"{url}{path}/complete", timeout=60).json()
        assert (whole["type"], whole["bytes"]) == ("Text", len(content))

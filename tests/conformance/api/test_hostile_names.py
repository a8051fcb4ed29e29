"""Names that mean something to a terminal or a browser, in answers of the API: data in JSON, encoded in headers."""

import unicodedata
from urllib.parse import unquote

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld
from tests.unit.hostile_names import HOSTILE, is_harmless

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = (f"{''.join(HOSTILE)}.txt", 'a"; filename="b.txt', "<script>alert(1)</script>.txt", "x\r\nSet-Cookie: a=b.txt")


@pytest.mark.parametrize("name", NAMES)
async def test_names_steer_neither_headers_nor_pages(api: ApiWorld, name: str) -> None:
    upload = await api.upload(name=name)
    body = {"namespace": api.namespace, "upload": upload["id"], "title": name}
    made = await api.client.post("/v1/assets", json=body)
    if any(unicodedata.category(char) == "Cc" for char in name):  # no title has control characters
        assert code(made) == (422, "invalid")
        made = await api.client.post("/v1/assets", json=body | {"title": "plain"})
    assert made.status_code == 201, made.text
    id_ = made.json()["id"]
    await api.until(f"/v1/assets/{id_}", lambda found: found["type"] == "Text")
    for path in ("", "/media/source", "/captions", "/exports/csv", "/exports/vtt?language=%0d%0ax", "/results"):
        answer = await api.client.get(f"/v1/assets/{id_}{path}")
        assert answer.status_code < 500, (path, answer.text)
        for header, value in answer.headers.items():
            assert value.isascii(), (path, header, value)
            assert value.isprintable(), (path, header, value)
        assert "set-cookie" not in answer.headers
        assert "text/html" not in answer.headers.get("Content-Type", "")
    said = (await api.client.get(f"/v1/assets/{id_}/media/source")).headers.get("Content-Disposition", "")
    assert (said.count("filename*="), said.count("filename=")) == (1, 0), said
    assert is_harmless(unquote(said.partition("''")[2])), said


async def test_an_unknown_name_is_told_in_json(api: ApiWorld) -> None:
    for path in (f"/v1/assets/{'%0d%0a' * 2}x", "/v1/assets?namespace=%3Cscript%3E", "/v1/%1b%5b2J"):
        answer = await api.client.get(path)
        assert answer.headers["Content-Type"].startswith("application/"), answer.headers
        assert answer.status_code in (200, 400, 404, 422), answer.text

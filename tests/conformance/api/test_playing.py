"""What a player needs of an asset: boxes, lanes, frames, a stream."""

import pytest

from media_insights.domain import layout
from tests.conformance.api.answers import code
from tests.conformance.api.shelf import FILES, JPEGS
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_boxes_come_in_columns(api: ApiWorld) -> None:
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}/boxes"
    found = (await api.client.get(path)).json()
    assert (found["results"], found["titles"]) == (["words"], ["deep", "water"])
    columns = ("result", "start", "end", "left", "top", "width", "height", "confidence", "track")
    boxes = list(zip(*(found[each] for each in columns), strict=True))
    assert boxes == [
        (0, 1500, -1, 2500, 5000, 1250, 1000, 900, -1),  # of one frame
        (0, 2250, -1, 1000, 2000, 3000, 4000, 600, 1),  # samples of one track
        (0, 3250, -1, 2000, 2000, 3000, 4000, 700, 1),
    ]
    assert [found["titles"][each] for each in found["title"]] == ["deep", "water", "water"]
    assert (await api.client.get(f"{path}?start=2000&confidence=65")).json()["start"] == [3250]
    pages = [(await api.client.get(f"{path}?limit=2")).json()]
    pages.append((await api.client.get(f"{path}?limit=2&cursor={pages[0]['next']}")).json())
    assert [each["start"] for each in pages] == [[1500, 2250], [3250]]
    assert code(await api.client.get(f"{path}?limit=20001")) == (422, "invalid")


async def test_whole_moments_are_those_that_the_search_finds(api: ApiWorld) -> None:
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}/moments"
    whole = (await api.client.get(f"{path}?whole=true")).json()["items"]
    assert [(each["title"], each["kind"], each["start"], each["best"], each["count"]) for each in whole] == [
        ("deep", "Person", 1500, None, 1),
        ("deep", "Person", 1500, None, 1),
        ("water", "Person", 2250, 3250, 2),
    ]
    ids = [each["id"] for each in whole]
    assert len(set(ids)) == 3
    assert [each["id"] for each in (await api.client.get(f"{path}?whole=true&confidence=80")).json()["items"]] == ids[
        :1
    ]
    assert {each["id"] for each in (await api.client.get(path)).json()["items"]} == {""}
    assert code(await api.client.get(f"{path}?limit=2001")) == (422, "invalid")


async def test_a_timeline_has_a_lane_for_each_title(api: ApiWorld) -> None:
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}/timeline"
    whole = (await api.client.get(path)).json()
    # two times 750 ms apart: what is found at one of them lasts until the other
    assert [(lane["result"], lane["moments"], lane["starts"], lane["ends"]) for lane in whole["lanes"]] == [
        ("words", 3, [1500], [3000])
    ]
    titles = (await api.client.get(f"{path}?lanes=title&end=2000")).json()
    assert [(lane["title"], lane["starts"], lane["ends"], lane["confidences"]) for lane in titles["lanes"]] == [
        ("deep", [1500], [2250], [90.0])
    ]


async def test_a_frame_is_the_one_that_is_on_screen(api: ApiWorld) -> None:
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}/frames"
    assert (await api.client.get(path)).json() == {"times": [0, 1000], "shots": []}
    for time, taken in ((0, 0), (999, 0), (1000, 1000), (90_000, 1000)):
        frame = await api.client.get(f"{path}/{time}.jpg")
        assert (frame.status_code, frame.content) == (200, JPEGS[taken]), time
        assert frame.headers["Content-Type"] == "image/jpeg"
        assert frame.headers["Content-Location"] == f"{path}/{taken}.jpg"
        again = await api.client.get(f"{path}/{time}.jpg", headers={"If-None-Match": frame.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_frames_exist_only_once_they_were_taken(api: ApiWorld) -> None:
    made = await api.asset()
    await api.until(f"/v1/assets/{made['id']}", lambda found: found["type"] == "Text")
    for path in ("frames", "frames/0.jpg", "hls/hls.m3u8"):
        assert code(await api.client.get(f"/v1/assets/{made['id']}/{path}")) == (404, "not-found"), path


async def test_a_stream_is_its_playlists_and_what_they_lead_to(api: ApiWorld) -> None:
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}/hls"
    for name in ("hls.m3u8", "hls-240.m3u8"):
        playlist = await api.client.get(f"{path}/{name}")
        assert (playlist.status_code, playlist.content) == (200, FILES[name])
        assert playlist.headers["Content-Type"] == "application/vnd.apple.mpegurl"
    segment = await api.client.get(f"{path}/hls-240.mp4", headers={"Range": "bytes=0-3"})
    assert (segment.status_code, segment.content) == (206, b"head")
    for other in ("plan.json", layout.result_key("", "words"), "%2E%2E%2Fplan.json", "frames.zip"):
        assert code(await api.client.get(f"{path}/{other}")) == (404, "not-found"), other


async def test_without_speech_recognition_there_is_no_transcript(api: ApiWorld) -> None:
    made = await api.analysed()
    missing = await api.client.get(f"/v1/assets/{made['id']}/transcript")
    assert code(missing) == (409, "result-missing")
    assert "transcribe" in missing.json()["detail"]


async def test_a_waveform_is_answered_in_as_many_points_as_are_drawn(api: ApiWorld) -> None:
    path = f"/v1/assets/{(await api.analysed())['id']}/waveform"
    whole = (await api.client.get(path)).json()
    assert whole == {"start": 0, "end": 80, "length": 80, "min": [-1, -100, -3, -128], "max": [1, 90, 127, 0]}
    halves = (await api.client.get(f"{path}?buckets=2")).json()
    assert (halves["min"], halves["max"]) == ([-100, -128], [90, 127])
    part = (await api.client.get(f"{path}?start=25&end=45")).json()
    assert (part["start"], part["end"], part["max"]) == (20, 60, [90, 127])
    beyond = (await api.client.get(f"{path}?start=900")).json()
    assert (beyond["start"], beyond["end"], beyond["min"]) == (80, 80, [])
    bare = await api.asset()
    assert code(await api.client.get(f"/v1/assets/{bare['id']}/waveform")) == (404, "not-found")


async def test_subtitles_need_captions_and_a_language_that_there_is(api: ApiWorld) -> None:
    path = f"/v1/assets/{(await api.analysed())['id']}"
    assert (await api.client.get(f"{path}/captions")).json() == {"items": []}
    refused = await api.client.get(f"{path}/exports/vtt?language=es")
    assert code(refused) == (409, "result-missing")
    assert "run captions" in refused.json()["detail"]
    assert code(await api.client.get(f"{path}/exports/csv?language=es")) == (409, "cannot-be-exported")

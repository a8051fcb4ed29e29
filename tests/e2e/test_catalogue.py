"""Every operator that full-analysis leaves out runs in a pod, on one real clip; what it finds and makes is right."""

import csv
import io
import json
import os
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import m3u8
import numpy as np
import pytest
import webvtt

from tests.e2e.conftest import Manifest, Media, installed_with
from tests.operators.demo import Clip, demo_clip
from tests.operators.media import fetch
from tests.operators.servers import Reply, Server, serving

HOST = os.environ.get("MEDIA_INSIGHTS_E2E_HOST", f"{os.environ.get('MEDIA_INSIGHTS_CLUSTER_NET', '10.213')}.0.1")
"""This machine as pods see it; what it is in the local cluster, dev/cluster/network.py says."""
WORKFLOW: Manifest = {
    "apiVersion": "mediainsights.dev/v1alpha1",
    "kind": "MediaWorkflow",
    "metadata": {"name": "the-rest"},
    "spec": {
        "stages": [
            {"name": "prepare", "operators": [{"name": "proxy"}]},
            {
                "name": "analyze",
                "operators": [
                    {"name": "shot-detection"},
                    {"name": "face-detection"},
                    {"name": "person-tracking"},
                    {"name": "image-embedding"},
                    {"name": "celebrity-recognition", "configuration": {"collection": "gallery"}},
                    {"name": "transcribe", "configuration": {"speakerLabels": True}},
                    {"name": "loudness-normalization"},
                    {"name": "transcode", "configuration": {"preset": "clip", "startSeconds": 1, "endSeconds": 3}},
                ],
            },
            {
                "name": "text",
                "operators": [
                    {"name": "captions"},
                    {"name": "key-phrases"},
                    {"name": "summary"},
                    {"name": "translate"},
                    {"name": "translate-captions", "configuration": {"targetLanguages": ["es", "fr"]}},
                    {"name": "hls", "configuration": {"maxHeight": 360}},
                    {"name": "redaction", "configuration": {"what": ["faces"], "words": ["wisdom"]}},
                ],
            },
            {"name": "voice", "operators": [{"name": "speech-synthesis"}]},
            {"name": "tell", "operators": [{"name": "notify"}]},
        ],
    },
}
SUMMARY = {"summary": "An age of contrasts.", "topics": [], "chapters": []}


@pytest.fixture(scope="module")
def clip() -> Clip:
    return demo_clip()


@pytest.fixture(scope="module")
def model() -> Iterator[Server]:
    """A language model that says one thing."""
    choice = {"finish_reason": "stop", "message": {"role": "assistant", "content": json.dumps(SUMMARY)}}
    with serving(Reply(body={"model": "m-1", "choices": [choice]}), host=HOST) as server:
        yield server


@pytest.fixture(scope="module")
def receiver() -> Iterator[Server]:
    """The system that notify tells."""
    with serving(Reply(204), host=HOST) as server:
        yield server


@pytest.fixture(scope="module")
def report(namespace: str, media: Media, clip: Clip, model: Server, receiver: Server) -> Iterator[Manifest]:
    """The run of everything, once."""
    for command in (("create", "gallery"), ("index", "gallery", fetch("astronaut"), "--name", "Eileen Collins")):
        done = media("faces", *command)
        assert done.returncode == 0, done.stderr
    secrets = (
        _secret("summary-endpoint", OPENAI_BASE_URL=f"{model.url}/v1", OPENAI_MODEL="m"),
        _secret("notify-webhook", WEBHOOK_URL=receiver.url, WEBHOOK_SIGNING_KEY="a long random text"),
    )
    _apply(namespace, WORKFLOW, *secrets)
    ports = ",".join(str(urlsplit(server.url).port) for server in (model, receiver))
    with installed_with(f"operators.egress={{{HOST}/32}},operators.egressPorts={{{ports}}}"):
        found = media.analyze(clip.path, "--workflow", "the-rest")
        assert (found["status"], found["exit"]) == ("Complete", 0), json.dumps(found, indent=1)
        yield found
    media("faces", "delete", "gallery")


def test_every_operator_ran(report: Manifest) -> None:
    assert {name: one["status"] for name, one in report["operators"].items() if one["status"] != "Complete"} == {}
    assert len(report["operators"]) == sum(len(stage["operators"]) for stage in WORKFLOW["spec"]["stages"])


def test_persons_are_followed(report: Manifest, media: Media, clip: Clip) -> None:
    persons = media.result(report["asset"], "person-tracking")["Persons"]
    start, end = clip.span("astronaut")
    seen = {one["Person"]["Index"] for one in persons if start + 500 <= one["Timestamp"] < end - 500}

    assert len(seen) == 1, "she stays the same for six seconds"


def test_who_is_known_is_named(report: Manifest, media: Media, clip: Clip) -> None:
    found = media.result(report["asset"], "celebrity-recognition")["Celebrities"]
    start, end = clip.span("astronaut")

    assert {one["Celebrity"]["Name"] for one in found} == {"Eileen Collins"}
    assert all(start <= one["Timestamp"] < end for one in found)


def test_pictures_of_one_scene_lie_near_each_other(report: Manifest, media: Media, clip: Clip, tmp_path: Path) -> None:
    result = media.result(report["asset"], "image-embedding")
    vectors = np.load(_downloaded(media, report["asset"], "ImageEmbeddings", tmp_path / "vectors.npy")).astype(float)
    times = [one["Timestamp"] for one in result["Embeddings"]]
    start, end = clip.span("astronaut")
    inside = vectors[[start <= time < end for time in times]]
    cat = vectors[[clip.span("chelsea")[0] <= time < clip.span("chelsea")[1] for time in times]]

    assert len(times) == len(vectors)
    assert float((inside[1] @ inside[2]).min()) > float((inside @ cat.T).max())


def test_one_reader_is_one_speaker(report: Manifest, media: Media) -> None:
    results = media.result(report["asset"], "transcribe")["results"]
    spoken = [one for one in results["items"] if one["type"] == "pronunciation"]

    assert results["speaker_labels"]["speakers"] == 1
    assert sum("speaker_label" in one for one in spoken) > 0.8 * len(spoken)


def test_sound_is_levelled(report: Manifest, media: Media) -> None:
    result = media.result(report["asset"], "loudness-normalization")
    assert result["After"]["IntegratedLufs"] == pytest.approx(result["Target"]["IntegratedLufs"], abs=1)


def test_a_stretch_is_cut_out(report: Manifest, media: Media) -> None:
    assert media.result(report["asset"], "transcode")["DurationMillis"] == pytest.approx(2000, abs=80)


def test_what_is_said_is_translated(report: Manifest, media: Media, clip: Clip, tmp_path: Path) -> None:
    text = _downloaded(media, report["asset"], "Translation", tmp_path / "es.txt").read_text("utf-8")
    assert media.result(report["asset"], "translate")["TargetLanguageCode"] == "es"
    # best, worst, hope, winter: words that any translation has, however poor its grammar
    assert all(word in text.lower() for word in ("mejor", "peor", "esperanza", "invierno")), text
    assert clip.words[:40] not in text


def test_translated_captions_keep_their_times(report: Manifest, media: Media, tmp_path: Path) -> None:
    captions = media.result(report["asset"], "captions")["WebCaptions"]
    collection = media.result(report["asset"], "translate-captions")["CaptionsCollection"]
    track = webvtt.read(str(_downloaded(media, report["asset"], "TranslatedCaptionsVTT", tmp_path / "es.vtt")))

    assert [one["TargetLanguageCode"] for one in collection] == ["es", "fr"]
    for one in collection:
        assert [(cue["start"], cue["end"]) for cue in one["WebCaptions"]] == [
            (cue["start"], cue["end"]) for cue in captions
        ]
    assert len(track.captions) == len(captions)


def test_a_voice_reads_the_translation(report: Manifest, media: Media, clip: Clip) -> None:
    result = media.result(report["asset"], "speech-synthesis")
    assert (result["LanguageCode"], result["PollyStatus"]) == ("es", "completed")
    assert result["DurationSeconds"] >= clip.seconds - 1


def test_streaming_has_sizes_and_captions(report: Manifest, media: Media, tmp_path: Path) -> None:
    playlist = m3u8.load(str(_downloaded(media, report["asset"], "HlsPlaylist", tmp_path / "hls.m3u8")))
    heights = [one.stream_info.resolution[1] for one in playlist.playlists if one.stream_info.resolution]

    assert max(heights) == 360
    assert len(heights) >= 2
    assert {one.type for one in playlist.media} == {"AUDIO", "SUBTITLES"}


def test_faces_are_covered_while_they_are_there(report: Manifest, media: Media, clip: Clip) -> None:
    result = media.result(report["asset"], "redaction")
    faces = [one for one in result["Stretches"] if one["Type"] == "Face"]
    start, end = clip.span("astronaut")

    assert [
        one for one in faces if one["StartTimestampMillis"] <= start + 500 and one["EndTimestampMillis"] >= end - 500
    ]
    assert [one for one in result["Stretches"] if one["Type"] == "Word"], "somebody says wisdom"


def test_phrases_and_a_summary(report: Manifest, media: Media, model: Server) -> None:
    assert media.result(report["asset"], "summary")["Summary"] == SUMMARY["summary"]
    sent = json.loads(model.requests[0].json["messages"][1]["content"])
    assert "best of times" in json.dumps(sent["passages"]).lower()
    assert media.result(report["asset"], "key-phrases")["Results"]


def test_another_system_is_told_once_all_is_done(report: Manifest, receiver: Server, clip: Clip) -> None:
    (request,) = receiver.requests
    steps = {one["name"]: one for one in request.json["data"]["steps"]}

    assert clip.path.exists()
    assert request.json["data"]["asset"]["name"] == report["asset"]
    assert request.headers["webhook-signature"].startswith("v1,")
    assert {"proxy", "transcribe", "hls", "speech-synthesis"} <= set(steps)


def test_all_of_it_is_exported(report: Manifest, media: Media, tmp_path: Path) -> None:
    table = tmp_path / "moments.csv"
    done = media("export", report["asset"], "--as", "csv", "--output", table)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    operators = {row["operator"] for row in rows}

    assert {"celebrity_detection", "key_phrases", "shot_detection"} <= operators, operators
    cuts = [one["StartTimestampMillis"] for one in media.result(report["asset"], "shot-detection")["Segments"]]
    assert all(earlier < later for earlier, later in pairwise(cuts))
    assert media("export", report["asset"], "--as", "webvtt-metadata").stdout.startswith("WEBVTT")


def _downloaded(media: Media, asset: str, medium: str, target: Path) -> Path:
    done = media("download", asset, medium, "--output", target)
    assert done.returncode == 0, done.stderr
    return target


def _secret(name: str, **values: str) -> Manifest:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": values}


def _apply(namespace: str, *manifests: Manifest) -> None:
    for manifest in manifests:
        done = subprocess.run(
            ["kubectl", "-n", namespace, "apply", "-f", "-"],
            input=json.dumps(manifest), capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

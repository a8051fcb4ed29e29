"""What an operator is told beside its parameters."""

from media_insights.domain.planning.context import context_of
from tests.unit.builders import CATALOGUE, operator, plan

FOLDER = "private/newsroom/assets/asset-1/workflows/uid-of-run-1/"


def test_it_says_which_input_is_what_and_leaves_out_what_is_not_known() -> None:
    resolved = plan("a: proxy; b: transcribe; c: translate@spanish")
    assert context_of(resolved, resolved.step("spanish")) == {
        "asset": {"name": "clip", "namespace": "newsroom", "uid": "asset-1"},
        "execution": {"name": "run-1", "uid": "uid-of-run-1"},
        "workflow": "analysis",
        "operator": {
            "name": "translate",
            "alias": "spanish",
            "resultName": "spanish",
            "version": "1.0.0",
            "stage": "c",
            "timeoutSeconds": 3600,
        },
        "source": {"uri": "s3://media/public/upload/newsroom/clip.mp4", "fileName": "clip.mp4"},
        "media": {"type": "Video", "bytes": 1000},
        "inputs": {"transcribe": {"result": "transcribe"}},
    }


def test_it_says_which_medium_was_chosen() -> None:
    resolved = plan("a: proxy labels", "Image")
    told = context_of(resolved, resolved.step("labels"))
    assert told["inputs"] == {"frames": {"media": "Image"}}
    assert told["operator"]["alias"] is None


def test_who_may_use_the_store_is_told_where_everything_lies() -> None:
    store = {"objectStore": "ReadWrite"}
    words = operator("words", "Video =transcribe Audio", "Table", access=store)
    resolved = plan("a: proxy; b: transcribe; c: words", operators={**CATALOGUE, "words": words})
    told = context_of(resolved, resolved.step("words"))
    assert told["inputs"] == {
        "video": {"media": "Video", "key": "public/upload/newsroom/clip.mp4", "bucket": "media"},
        "transcribe": {"result": "transcribe", "key": f"{FOLDER}transcribe.json"},
        "audio": {"media": "Audio", "key": f"{FOLDER}audio.bin"},
    }
    assert told["outputs"] == {
        "result": {"file": "result.json", "key": f"{FOLDER}words.json", "result": True},
        "table": {"file": "table.bin", "key": f"{FOLDER}table.bin", "media": "Table"},
    }


def test_who_starts_after_earlier_stages_is_told_what_they_made() -> None:
    notify = operator("notify", startsAfter="EarlierStages")
    resolved = plan("a: proxy labels!; b: transcribe; c: notify", operators=CATALOGUE | {"notify": notify})
    assert context_of(resolved, resolved.step("notify"))["earlier"] == [
        {
            "name": "proxy",
            "operator": "proxy",
            "results": {"proxy": f"{FOLDER}proxy.json"},
            "media": {
                "ProxyEncode": f"{FOLDER}proxyencode.bin",
                "Frames": f"{FOLDER}frames.bin",
                "Thumbnail": f"{FOLDER}thumbnail.bin",
            },
        },
        {"name": "labels", "operator": "labels", "skipped": "disabled"},
        {"name": "transcribe", "operator": "transcribe", "results": {"transcribe": f"{FOLDER}transcribe.json"}},
    ]

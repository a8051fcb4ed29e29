"""Operators written for Media Insights Engine run as they are: on a real S3, and on a folder that stands in for one.

Each runs as engines start it: a process in its own environment, in a folder of its own.
"""

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.catalogue.operator_folders import catalogue_of, operator_in
from media_insights.domain.planning.plan import Plan
from media_insights.domain.running.pointers import pointers_in
from media_insights.local import runs
from media_insights.local.environments import Environments
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.records import asset_in
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import plan_run
from media_insights.local.workplaces import Workplace
from media_insights.storage.library import Library
from tests import gateways
from tests.operators import media
from tests.operators.runs import Outcome, outcome_of

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples/05-bring-your-lambda/worddist"
LAMBDAS = Path(__file__).parent / "lambdas"
BUCKET = "media-insights"
PREFIX = "private/newsroom/assets/asset-1/workflows/run-1/"
TRANSCRIPT = {"jobName": "talk", "results": {"transcripts": [{"transcript": "One two two."}], "language_code": "en-US"}}

ENGLISH = [{"start": 0, "end": 1, "caption": "One"}]
SPANISH = [{"start": 0, "end": 1, "caption": "Uno", "sourceCaption": "One"}]
EARLIER = {
    "labelDetection": {"Labels": []},
    "WebCaptions": {"WebCaptions": ENGLISH},
    "TranslateWebCaptions": {"CaptionsCollection": [{"TargetLanguageCode": "es", "WebCaptions": SPANISH}]},
}
"""Results of an earlier run of the asset."""


@pytest.fixture(scope="module")
def python() -> Path:
    """The interpreter of the example's environment, which holds boto3 and both packages."""
    operator, environments = operator_in(EXAMPLE), Environments(media.cache().parent)
    asyncio.run(environments.build(operator))
    return environments.python(operator)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with gateways.serving(tmp_path_factory.mktemp("s3")) as endpoint:
        yield endpoint


Run = Any


@pytest.fixture(params=["folder", "s3"])
def run(request: pytest.FixtureRequest, tmp_path: Path, python: Path) -> Run:
    """Run handlers of a file with a transcript as input, on one of the two stores."""
    store = _folder(tmp_path) if request.param == "folder" else _s3(request.getfixturevalue("gateway"))

    def _run(folder: Path, *words: str, **more: Any) -> Outcome:
        return run_lambda(python, tmp_path, folder, words, store, **more)

    return _run


def _folder(tmp_path: Path) -> dict[str, str]:
    earlier = tmp_path / "store/private/newsroom/assets/asset-1/workflows/run-0"
    earlier.mkdir(parents=True)
    for name, result in EARLIER.items():
        (earlier / f"{name}.json").write_text(json.dumps(result))
    (earlier / "plan.json").write_text("{}")
    return {"MEDIA_INSIGHTS_STORE": str(tmp_path / "store")}


def _s3(endpoint: str) -> dict[str, str]:
    """Return the variables that an operator's container has; the store holds what it would on a cluster."""
    keys = {"AWS_ACCESS_KEY_ID": gateways.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": gateways.SECRET_KEY}
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=gateways.ACCESS_KEY,
        aws_secret_access_key=gateways.SECRET_KEY,
    )
    if BUCKET not in [each["Name"] for each in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=BUCKET)
    for each in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=each["Key"])
    for key, value in {
        f"{PREFIX}TranscribeVideo.json": TRANSCRIPT,
        **{f"private/newsroom/assets/asset-1/workflows/run-0/{name}.json": each for name, each in EARLIER.items()},
        "private/newsroom/assets/asset-1/workflows/run-0/plan.json": {},
    }.items():
        client.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(value).encode())
    return {"AWS_ENDPOINT_URL_S3": endpoint, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", **keys}


def run_lambda(
    python: Path, tmp_path: Path, folder: Path, words: tuple[str, ...], store: dict[str, str], **more: Any
) -> Outcome:
    for name in ("in", "out"):
        (tmp_path / name).mkdir(exist_ok=True)
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    (tmp_path / "termination-log").unlink(missing_ok=True)
    (tmp_path / "in/transcript").write_text(json.dumps(TRANSCRIPT))
    (tmp_path / "in/parameters.json").write_text(json.dumps(more.get("parameters", {})))
    (tmp_path / "in/context.json").write_text(json.dumps(context() | more.get("context", {})))
    done = subprocess.run(
        [str(python), "-m", "lambda_operator", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MEDIA_INSIGHTS_IN": str(tmp_path / "in"),
            "MEDIA_INSIGHTS_OUT": str(tmp_path / "out"),
            "MEDIA_INSIGHTS_TERMINATION_LOG": str(tmp_path / "termination-log"),
            "MEDIA_INSIGHTS_BUCKET": BUCKET,
            "MEDIA_INSIGHTS_PREFIX": PREFIX,
            **store,
        },
    )
    return outcome_of(tmp_path, done)


def context(result: str = "jobs") -> dict[str, Any]:
    """Return context.json as the engines write it."""
    return {
        "asset": {"name": "talk", "namespace": "default", "uid": "asset-1"},
        "execution": {"name": "talk-words", "uid": "run-1"},
        "workflow": "words",
        "operator": {"name": "worddist", "resultName": result, "stage": "text", "timeoutSeconds": 300},
        "source": {"uri": f"s3://{BUCKET}/public/upload/talk.mp4", "fileName": "talk.mp4"},
        "media": {"type": "Video"},
        "inputs": {"transcript": {"result": "TranscribeVideo", "key": f"{PREFIX}TranscribeVideo.json"}},
        "outputs": {
            "result": {"file": "result.json", "key": f"{PREFIX}{result}.json", "result": True},
            "table": {"file": "words.csv", "key": f"{PREFIX}words.csv", "media": "WordTable"},
        },
    }


def test_the_example_counts_words_stores_its_result_and_makes_a_medium(run: Run) -> None:
    done = run(EXAMPLE, "worddist.lambda_handler", parameters={"MinLength": 1}, context=context("Worddist"))
    assert done.result == {"Results": {"one": 1, "two": 2}}
    assert done.text("words.csv") == "two,2\none,1"
    assert done.exit_code == 0


def test_a_failing_example_says_why_and_is_not_tried_again_in_vain(run: Run) -> None:
    done = run(EXAMPLE, "worddist.lambda_handler", parameters={"MinLength": "many"})
    assert (done.exit_code, done.sentence) == (
        66,
        "WordDistError: Text and MinLength are needed: invalid literal for int() with base 10: 'many'",
    )


EXPECTED = {
    "input": json.dumps(
        {
            "accountId": "000000000000",
            **TRANSCRIPT,
            "TextTranscriptUri": {"S3Bucket": BUCKET, "S3Key": f"{PREFIX}inputs/transcript.txt"},
        }
    ),
    "range": "xx",
    "tail": "bytes 3-3/4",
    "size": 4,
    "empty": "",
    "groups": [f"many/{number}/" for number in range(5)],
    "old listing": 5,
    "copied": "xxxx",
    "large": True,
    "large copied": True,
    "no such prefix": [0, 0, 0],
    "none wanted": False,
    "presigned": "xxxx",
    "missing": ["NoSuchKey", 404],
    "missing head": ["404", 404],
    "beyond": ["InvalidRange", 416],
}


def test_boto3_does_the_same_on_both_stores(run: Run) -> None:
    done = run(LAMBDAS, "probe.lambda_handler")
    found = done.result
    completed = ["inputs/transcript.json", "inputs/transcript.txt"]
    inputs = [key for key in found["left"] if key == "TranscribeVideo.json"]  # on a cluster it lies beside; here too
    many = [[f"many/{number}/ü & x.txt", number] for number in range(5)]
    listed = [entry for page in found["pages"] for entry in page if entry[0] not in completed]
    assert listed == [*([["TranscribeVideo.json", len(json.dumps(TRANSCRIPT))]] if inputs else []), *many]
    assert {len(page) for page in found["pages"]} <= {1, 2}
    assert found["left"] == [*inputs, "copy.txt", *completed]
    assert {name: found[name] for name in EXPECTED} == EXPECTED


def test_an_asynchronous_operation_is_asked_until_it_is_done_and_its_pages_become_one(run: Run) -> None:
    done = run(LAMBDAS, "jobs.start", "--monitor", "jobs.monitor", "--every", "0.01")
    assert done.result == {"Items": [1, 2, 3, 4, 5], "VideoMetadata": [{"FrameRate": 29.97}]}


def test_the_data_plane_answers_as_in_mie(run: Run) -> None:
    found = run(LAMBDAS, "reads.lambda_handler", parameters={"Limit": 3}).result
    assert found["event"] == {
        "StageName": "text",
        "Name": "jobs",
        "Input": {
            "Media": {"Text": {"S3Bucket": BUCKET, "S3Key": f"{PREFIX}inputs/transcript.json"}},
            "MetaData": {
                "AssetId": "asset-1",
                "WorkflowExecutionId": "run-1",
                "TranscribeSourceLanguage": "en-US",
            },
        },
        "Configuration": {"MediaType": "Text", "Enabled": True, "Limit": 3},
        "AssetId": "asset-1",
        "WorkflowExecutionId": "run-1",
        "Type": "Text",
        "Status": "Started",
    }
    assert found["stored"] == ["Bucket", "Key", "Status"]
    assert (found["own"], found["input"], found["elsewhere"]) == ({"a": 0.25}, "talk", {"Labels": []})
    assert found["missing"]["Code"] == "NotFoundError"
    assert found["first"] == {"MediaType": "Video", "S3Bucket": BUCKET, "S3Key": "public/upload/talk.mp4"}
    assert found["walked"] == ["TranscribeVideo", "TranslateWebCaptions", "WebCaptions", "labelDetection", "own"]
    assert (found["asset"], found["other asset"]) == ("BadRequestError", "NotFoundError")
    assert (found["no object"], found["route"]) == ("BadRequestError", "NotFoundError")


def test_metadata_of_one_operator_reaches_the_next_and_results_of_others_have_what_mie_s_have(run: Run) -> None:
    assert run(LAMBDAS, "chained.leaves").exit_code == 0
    found = run(LAMBDAS, "chained.finds").result
    assert found["metadata"]["TranslateJobId"] == "job-7"
    assert found["metadata"]["WorkflowExecutionId"] == "run-1"
    assert (found["text"], found["account"], found["again"]) == ("One two two.", "000000000000", True)
    assert found["captions"] == [{"WebCaptions": SPANISH}, {"WebCaptions": ENGLISH}, "NotFoundError"]


def test_an_error_that_comes_from_a_refusal_is_not_tried_again(run: Run) -> None:
    done = run(LAMBDAS, "chained.asks_for_what_is_not_there")
    assert done.exit_code == 66, done.stderr
    assert "NoSuchKey" in done.sentence


def test_services_are_called_with_the_user_s_keys_and_the_store_with_the_run_s(tmp_path: Path, python: Path) -> None:
    keys = {
        "SERVICES_AWS_ACCESS_KEY_ID": "services",
        "SERVICES_AWS_SECRET_ACCESS_KEY": "hidden",
        "SERVICES_AWS_REGION": "eu-west-1",
    }
    done = run_lambda(python, tmp_path, LAMBDAS, ("chained.names_its_keys",), _folder(tmp_path) | keys)
    assert done.result.pop("store").startswith("LOCAL")
    assert json.loads(done.files["result.json"]) | {"store": ""} == {
        "store": "",
        "translate": "services",
        "own": "mine",
        "region": "eu-west-1",
    }


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["jobs.reports_an_error"], 66, "JobsError: the job was refused"),
        (["jobs.raises"], 75, "JobsError: the service is busy"),
        (["jobs.is_wrong"], 1, "defect of the operator: KeyError: 'Nothing'"),
        (["jobs.returns_nothing"], 1, "NoneType, not an output object"),
        (["jobs.never_asked"], 2, "add --monitor FILE.FUNCTION"),
        (
            ["jobs.names_a_missing_file"],
            1,
            "the medium WordTable was said to be at s3://media-insights/private/nothing",
        ),
        (["jobs.absent"], 2, "jobs.py has no function absent"),
        (["absent.handler"], 2, "absent.py does not exist"),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_every_failure_has_its_code_and_one_sentence(run: Run, words: list[str], code: int, sentence: str) -> None:
    done = run(LAMBDAS, *words)
    assert done.exit_code == code, done.stderr
    assert sentence in done.sentence
    assert not done.files


def test_what_stores_nothing_has_its_metadata_as_the_result_and_undeclared_media_stay(run: Run) -> None:
    done = run(LAMBDAS, "jobs.stores_nothing")
    assert done.result == {"Pairs": "2"}
    assert "the medium Sound stays at s3://b/k" in done.stderr


def test_without_access_to_the_store_the_sentence_says_which_field_gives_it(tmp_path: Path, python: Path) -> None:
    done = run_lambda(python, tmp_path, EXAMPLE, ("worddist.lambda_handler",), {})
    assert done.exit_code == 2
    assert "access: {objectStore: ReadWrite}" in done.sentence


def test_a_store_that_is_not_reached_is_tried_again(tmp_path: Path, python: Path) -> None:
    gone = {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{gateways.free_port()}",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_MAX_ATTEMPTS": "1",
    }
    done = run_lambda(python, tmp_path, EXAMPLE, ("worddist.lambda_handler",), gone)
    assert done.exit_code == 75, done.stderr
    assert "was not reached" in done.sentence


def test_stub_emits_the_first_example(tmp_path: Path, python: Path) -> None:
    done = run_lambda(python, tmp_path, EXAMPLE, ("worddist.lambda_handler",), {"STUB": "1"})
    expected = EXAMPLE / "examples/1-song/out"
    assert done.files == {path.name: path.read_bytes() for path in sorted(expected.iterdir())}


def test_the_stand_in_serves_its_own_run_only_and_nothing_outside_its_folder(tmp_path: Path, python: Path) -> None:
    (tmp_path / "secret.txt").write_text("no")
    (tmp_path / "store").mkdir()
    code = """
import boto3, sys, urllib.error, urllib.request
from pathlib import Path
from botocore.exceptions import ClientError
from lambda_operator.folder_s3.objects import Folder
from lambda_operator.folder_s3.server import serving
root = Path(sys.argv[1])
folder = Folder(root=root / "store", bucket="b", files={("b", "source.mp4"): root / "secret.txt"})
with serving(folder, "the-key") as endpoint:
    def client(key):
        keys = {"aws_access_key_id": key, "aws_secret_access_key": "y"}
        return boto3.client("s3", endpoint_url=endpoint, region_name="x", **keys)
    def code(call, **arguments):
        try:
            call(**arguments)
        except ClientError as error:
            return error.response["Error"]["Code"]
        return "no error"
    try:
        urllib.request.urlopen(endpoint + "/b/source.mp4")
    except urllib.error.HTTPError as error:
        print(error.code)
    print(code(client("other").get_object, Bucket="b", Key="source.mp4"))
    print(code(client("the-key").put_object, Bucket="b", Key="../secret.txt", Body=b"x"))
    print(code(client("the-key").put_object, Bucket="b", Key="source.mp4", Body=b"x"))
    print(code(client("the-key").put_bucket_versioning, Bucket="b", VersioningConfiguration={"Status": "Enabled"}))
    print(client("the-key").get_object(Bucket="b", Key="source.mp4")["Body"].read().decode())
"""
    done = subprocess.run(
        [str(python), "-c", code, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == [
        "403", "AccessDenied", "InvalidArgument", "AccessDenied", "NotImplemented", "no"
    ], done.stderr  # fmt: skip
    assert (tmp_path / "secret.txt").read_text() == "no"


def test_the_embedded_engine_runs_it_behind_a_transcript_that_came_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a text whose transcript is elsewhere")
    (tmp_path / "transcript.json").write_text(json.dumps(TRANSCRIPT))
    found = catalogue_of(EXAMPLE.parents[2] / "operators-images", EXAMPLE.parent)
    lookup = {"name": "generic-data-lookup", "configuration": {"as": "TranscribeVideo", "key": "transcript.json"}}
    stages = [{"name": "import", "operators": [lookup]}, {"name": "text", "operators": [{"name": "worddist"}]}]
    workflow = MediaWorkflow.model_validate({"metadata": {"name": "words"}, "spec": {"stages": stages}})
    starter = Processes(operators=found.operators, cache=media.cache().parent)
    place = Workplace(
        output=tmp_path / "results",
        catalogue=found.with_workflows({"words": workflow}),
        starter=starter,
        share=machine(),
    )
    wanted = RunRequest(name="notes", file=tmp_path / "notes.txt", workflow="words", base=tmp_path)
    plan = plan_run(wanted, place)
    assert isinstance(plan, Plan), plan
    status = asyncio.run(runs.run(plan, wanted, place, lambda _: None))
    assert status.state == "Complete", status.message
    results = Library(place.store).of_execution(status).readable()
    assert results == {"TranscribeVideo": TRANSCRIPT, "Worddist": {"Results": {"one": 1, "two": 2}}}
    recorded = asset_in(place.store, "notes")
    assert recorded is not None
    assert [(each.operator, each.bytes > 0) for each in pointers_in(recorded.status).metadata] == [
        ("TranscribeVideo", True),
        ("Worddist", True),
    ]
    (table,) = pointers_in(recorded.status).files
    assert (table.media, place.store.get(table.key)) == ("WordTable", b"two,2\none,1")

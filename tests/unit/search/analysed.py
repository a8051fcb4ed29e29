"""Analysed assets: what the store and the API server hold of them after a run of label-detection."""

import json
from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperatorSpec
from media_insights.api.v1alpha1.asset import MediaFacts, S3Source, Source
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, Step, WiredInput, WrittenOutput
from media_insights.domain.planning.plans_json import plan_bytes, plan_hash
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library, StoredAsset
from media_insights.storage.store import Store

SPEC: dict[str, Any] = {
    "resultName": "labelDetection",
    "version": "1",
    "image": "x",
    "index": {
        "list": "$.Labels[*]",
        "operator": "label_detection",
        "kind": "Label",
        "time": {"at": "Timestamp"},
        "fields": {"Name": "Name"},
        "stretch": {"by": ["Name"]},
    },
}


def folder_of(name: str, namespace: str = "local") -> str:
    return f"private/{namespace}/assets/u-{name}/workflows/e-{name}"


def result_of(name: str, namespace: str = "local") -> str:
    return f"{folder_of(name, namespace)}/labelDetection.json"


def put(store: Store, name: str, *labels: str, namespace: str = "local") -> None:
    """Store a result with a label in each second."""
    found = [{"Timestamp": 1000 * at, "Name": label} for at, label in enumerate(labels)]
    store.put(result_of(name, namespace), json.dumps({"Labels": found}).encode())


def manifests(store: Store, name: str, namespace: str = "local") -> tuple[dict[str, Any], dict[str, Any]]:
    """Store the plan of a run; return its asset and its execution, as they are when it has ended."""
    source = Source(s3=S3Source(bucket=store.bucket or "media-insights", key=f"public/upload/{namespace}/{name}.mp4"))
    key, folder = result_of(name, namespace), folder_of(name, namespace)
    step = Step(
        name="label-detection",
        operator="label-detection",
        stage="s",
        result_name="labelDetection",
        spec=MediaOperatorSpec.model_validate(SPEC),
        parameters={},
        outputs=(WrittenOutput(name="result", file="result.json", key=key, result=True),),
    )
    identity = AssetIdentity(
        name=name, namespace=namespace, uid=f"u-{name}", source=source, media=MediaFacts(type="Video")
    )
    execution = ExecutionIdentity(name=f"e-{name}", uid=f"e-{name}")
    plan = Plan(asset=identity, execution=execution, workflow="w", stages=("s",), steps=(step,))
    store.put(f"{folder}/plan.json", plan_bytes(plan))
    ran = {
        "metadata": {"name": f"e-{name}", "namespace": namespace, "uid": f"e-{name}"},
        "spec": {"asset": name, "workflow": "w"},
        "status": {"planKey": f"{folder}/plan.json", "planHash": plan_hash(plan), "state": "Complete"},
    }
    made = {
        "metadata": {"name": name, "namespace": namespace, "uid": f"u-{name}"},
        "spec": {"source": source.model_dump(by_alias=True, exclude_none=True), "title": f"The {name}"},
        "status": {"metadata": [{"operator": "labelDetection", "key": key}]},
    }
    return made, ran


def stored_with_vectors(folder: Path, vectors: dict[str, Any] | None, *media: str) -> StoredAsset:
    """Return an asset whose run wrote files ``k/MEDIUM.npy`` of these media beside its result, of one label."""
    store = FolderStore(folder)
    put(store, "beach", "Dog")
    made, ran = manifests(store, "beach")
    result = WrittenOutput(name="result", file="result.json", key=result_of("beach"), result=True)
    files = [WrittenOutput(name=each, file=f"{each}.npy", key=f"k/{each}.npy", media=each) for each in media]
    step = Step(
        name="label-detection",
        operator="label-detection",
        stage="s",
        result_name="labelDetection",
        spec=MediaOperatorSpec.model_validate(SPEC | ({"vectors": vectors} if vectors else {})),
        parameters={},
        inputs=(
            WiredInput(name="transcript", key="k/speech.json", result="speech"),
            WiredInput(name="text", key="k/page.txt", medium="Text"),
            WiredInput(name="source", key="", from_source=True),
        ),
        outputs=(result, *files),
    )
    reader = Step(
        name="reader",
        operator="reader",
        stage="s",
        result_name="pages",
        spec=MediaOperatorSpec.model_validate(SPEC),
        parameters={},
        outputs=(WrittenOutput(name="text", file="page.txt", key="k/page.txt", media="Text"),),
    )
    asset = MediaAsset.model_validate(made)
    identity = AssetIdentity(
        name="beach", namespace="local", uid="u-beach", source=asset.spec.source, media=MediaFacts(type="Video")
    )
    run = ExecutionIdentity(name="e-beach", uid="e-beach")
    plan = Plan(asset=identity, execution=run, workflow="w", stages=("s",), steps=(reader, step))
    store.put(f"{folder_of('beach')}/plan.json", plan_bytes(plan))
    ran["status"]["planHash"] = plan_hash(plan)
    return Library(store).of(asset, [MediaExecution.model_validate(ran)])

"""Vectors of a result are in the file of the run that made it, as its operator declared."""

from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperatorSpec
from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, Step, WiredInput, WrittenOutput
from media_insights.domain.planning.plans_json import plan_bytes, plan_hash
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library
from media_insights.storage.stored_vectors import vectors_of
from tests.unit.search.analysed import SPEC, folder_of, manifests, put, result_of

MEDIA = MediaFacts(type="Video")
VECTORS = {"medium": "Numbers", "of": "Text", "row": "Row", "floor": 0.5}


def stored(folder: Path, vectors: dict[str, Any] | None, *media: str) -> Any:
    """Return an asset whose run wrote files of these media beside its result."""
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
    identity = AssetIdentity(name="beach", namespace="local", uid="u-beach", source=asset.spec.source, media=MEDIA)
    run = ExecutionIdentity(name="e-beach", uid="e-beach")
    plan = Plan(asset=identity, execution=run, workflow="w", stages=("s",), steps=(reader, step))
    store.put(f"{folder_of('beach')}/plan.json", plan_bytes(plan))
    ran["status"]["planHash"] = plan_hash(plan)
    return Library(store).of(asset, [MediaExecution.model_validate(ran)])


def test_the_file_of_the_declared_medium_holds_them(tmp_path: Path) -> None:
    (found,) = vectors_of(stored(tmp_path, VECTORS, "Other", "Numbers")).items()
    assert (found[0], found[1].key, found[1].declared.floor) == ("labelDetection", "k/Numbers.npy", 0.5)


def test_what_their_operator_read_is_known_by_the_results_of_who_made_it(tmp_path: Path) -> None:
    assert vectors_of(stored(tmp_path, VECTORS, "Numbers"))["labelDetection"].read == ("speech", "pages")


def test_without_a_declaration_or_a_file_there_are_none(tmp_path: Path) -> None:
    assert vectors_of(stored(tmp_path / "one", None, "Numbers")) == {}
    assert vectors_of(stored(tmp_path / "other", VECTORS, "Other")) == {}

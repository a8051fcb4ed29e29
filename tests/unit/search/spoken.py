"""A spoken asset: a transcript, and what the operators that read it made of it."""

import json
from typing import Any

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.catalogue.operator_folders import operator_in
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, Step, WiredInput, WrittenOutput
from media_insights.domain.planning.plans_json import plan_bytes, plan_hash
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.library import Library, StoredAsset
from media_insights.storage.store import Store
from tests.operators.runs import OPERATORS
from tests.unit.search.analysed import folder_of, manifests

NAME, PLACE = "My name is Jon Focks.", "I live in Paris."
_FIRST, _SECOND = {"StartTime": 0.0, "EndTime": 4.0}, {"StartTime": 4.0, "EndTime": 8.0}
_HALVES: list[dict[str, Any]] = [
    {"start": 0.0, "end": 2.0, "caption": "My name is"},
    {"start": 2.0, "end": 4.0, "caption": "Jon Focks."},
    {"start": 4.0, "end": 8.0, "caption": PLACE},
]
_GERMAN = ["Mein Name ist", "Jon Focks.", "Ich lebe in Paris."]
RESULTS: dict[str, tuple[str, str, Any]] = {
    "TranscribeVideo": (
        "transcribe",
        "",
        {
            "jobName": "talk",
            "status": "COMPLETED",
            "results": {
                "transcripts": [{"transcript": f"{NAME} {PLACE}"}],
                "audio_segments": [
                    {"id": 0, "transcript": NAME, "start_time": 0.0, "end_time": 4.0, "items": []},
                    {"id": 1, "transcript": PLACE, "start_time": 4.0, "end_time": 8.0, "items": []},
                ],
                "items": [],
            },
        },
    ),
    "WebCaptions": ("captions", "TranscribeVideo", {"WebCaptions": _HALVES}),
    "TranslateWebCaptions": (
        "translate-captions",
        "WebCaptions",
        {
            "SourceLanguageCode": "en",
            "CaptionsCollection": [
                {
                    "OperatorName": "TranslateWebCaptions_de",
                    "TargetLanguageCode": "de",
                    "Conformance": [],
                    "WebCaptions": [
                        {**each, "caption": text, "languageCode": "de"}
                        for each, text in zip(_HALVES, _GERMAN, strict=True)
                    ],
                }
            ],
        },
    ),
    "Translate": (
        "translate",
        "TranscribeVideo",
        {
            "TargetLanguageCode": "fr",
            "Segments": [
                {**_FIRST, "TranslatedText": "Je m'appelle Jon."},
                {**_SECOND, "TranslatedText": "J'habite à Paris."},
            ],
        },
    ),
    "sentiment": (
        "sentiment",
        "TranscribeVideo",
        {
            "Sentences": [
                {**_FIRST, "Text": NAME, "Sentiment": "NEUTRAL", "Score": 0.9},
                {**_SECOND, "Text": PLACE, "Sentiment": "POSITIVE", "Score": 0.9},
            ]
        },
    ),
    "entities": (
        "entities",
        "TranscribeVideo",
        {
            "Entities": [
                {"StartTime": 2.0, "EndTime": 4.0, "Text": "Jon Focks", "Type": "PERSON", "Score": 0.9},
                {**_SECOND, "Text": "Paris", "Type": "LOCATION", "Score": 0.9},
            ]
        },
    ),
    "key_phrases": (
        "key-phrases",
        "TranscribeVideo",
        {
            "KeyPhrases": [
                {"Text": "name", "Mentions": [{"StartTime": 0.0, "EndTime": 2.0, "Text": "My name", "Score": 0.9}]},
                {"Text": "Focks", "Mentions": [{"StartTime": 3.0, "EndTime": 4.0, "Text": "Focks", "Score": 0.9}]},
            ]
        },
    ),
    "summary": (
        "summary",
        "TranscribeVideo",
        {
            "Chapters": [
                {**_FIRST, "Title": "A name", "Summary": "Somebody called Focks says a name."},
                {**_SECOND, "Title": "A place", "Summary": PLACE},
            ]
        },
    ),
    "languageIdentification": (
        "language-identification",
        "TranscribeVideo",
        {"Segments": [{**_FIRST, "LanguageCode": "en", "Score": 0.9}]},
    ),
}
"""OperatorName → operator, the result that it read, and what it found: nine results, four sentences of them in two."""
CORRECTED = Edit(
    id="1",
    at="2026-05-01T12:00:00Z",
    by="jane",
    operation="text",
    result="TranscribeVideo",
    anchor=Anchor(title=NAME, start=0, end=4000),
    value="My name is Jon Fox.",
)
LEFT_OUT = CORRECTED.model_copy(update={"operation": "reject", "value": ""})


def step(operator: str, folder: str, *inputs: WiredInput) -> Step:
    """Return the step of an operator, which writes below a folder."""
    spec = operator_in(OPERATORS / operator).spec
    outputs = tuple(
        WrittenOutput(
            name=each.name,
            file=each.file,
            key=f"{folder}/{spec.result_name}.json" if each.result else f"{folder}/{each.file}",
            media=each.media,
            result=each.result,
        )
        for each in spec.outputs
    )
    return Step(
        name=operator,
        operator=operator,
        stage="s",
        result_name=spec.result_name,
        spec=spec,
        parameters={},
        inputs=inputs,
        outputs=outputs,
    )


def planned(store: Store, name: str, steps: tuple[Step, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Store the plan of a run; return its asset, of which nothing was found yet, and its execution."""
    made, ran = manifests(store, name)
    source = MediaAsset.model_validate(made).spec.source
    plan = Plan(
        asset=AssetIdentity(
            name=name, namespace="local", uid=f"u-{name}", source=source, media=MediaFacts(type="Video")
        ),
        execution=ExecutionIdentity(name=f"e-{name}", uid=f"e-{name}"),
        workflow="w",
        stages=("s",),
        steps=steps,
    )
    store.put(f"{folder_of(name)}/plan.json", plan_bytes(plan))
    ran["status"]["planHash"] = plan_hash(plan)
    return made, ran


def spoken(store: Store, *edits: Edit, name: str = "talk") -> StoredAsset:
    """Store a spoken asset and what people edited of it; return it."""
    folder, steps = folder_of(name), list[Step]()
    for result, (operator, read, content) in RESULTS.items():
        store.put(f"{folder}/{result}.json", json.dumps(content).encode())
        inputs = [WiredInput(name="in", key=f"{folder}/{read}.json", result=read)] if read else []
        steps.append(step(operator, folder, *inputs))
    made, ran = planned(store, name, tuple(steps))
    pointers = [{"operator": each, "key": f"{folder}/{each}.json", "execution": f"e-{name}"} for each in RESULTS]
    made["status"] = {"metadata": pointers}
    for entry in edits:
        EditLogs(store).add("local", f"u-{name}", lambda _, entry=entry: entry)  # type: ignore[misc]
    return Library(store).of(MediaAsset.model_validate(made), [MediaExecution.model_validate(ran)])

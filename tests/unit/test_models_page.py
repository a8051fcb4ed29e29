"""What can be mounted is on the page of models, and what cannot is named in the operator's README."""

import re

import pytest
import yaml

from dev.images.places import CHECKOUT

OPERATORS = CHECKOUT / "operators-images"
_UNSUPPORTED = re.compile(r"\*\*Not supported:\*\*(.*?)(?=\n\n|\Z)", re.DOTALL)
READ = {
    "label-detection": [
        "nanodet",
        "detr",
        "boxes",
        "yolox",
        "D-FINE",
        "RT-DETR",
        "sigmoid",
        "siglip",
        "SigLIP",
        "RAM++",
    ],
    "image-embedding": ["SigLIP 2", "DINOv2", "## Images by words"],
    "content-moderation": ["softmax", "sigmoid", "probabilities"],
    "face-detection": ["blazeface", "yunet", "scrfd", "retinaface"],
    "face-index": ["euclidean", "cosine", "ArcFace"],
    "text-detection": ["PP-OCR", "dictionary"],
    "transcribe": ["CTranslate2", "large-v3", "preprocessor_config.json"],
    "translate": ["ctranslate2-marian", "ctranslate2-multilingual", "NLLB-200", "M2M-100", "MADLAD-400", "endpoint"],
    "audio-events": [
        *("firered-aed", "sigmoid", "logits", "probabilities"),
        *("AudioSet", "YAMNet", "PANNs", "CED", "AST", "BEATs"),
    ],
    "entities": ["spaCy 3.8", "fr-core-news-md"],
    "speech-synthesis": ["Piper"],
    "summary": ["OpenAI"],
}
"""Operator → formats and models that it reads, as its README names them."""
UNSUPPORTED = {
    "label-detection": ["text prompts", "Ultralytics"],
    "person-tracking": ["OSNet"],
    "content-moderation": ["two judges", "language model"],
    "face-detection": ["face mesh"],
    "face-index": ["find faces themselves"],
    "image-embedding": ["further inputs"],
    "text-detection": ["language models", "TrOCR"],
    "transcribe": ["Parakeet", "Canary"],
    "translate": ["Firefox"],
    "audio-events": ["two models", "further inputs", "a GPU"],
    "entities": ["GLiNER", "_trf"],
    "key-phrases": ["another model or language"],
    "sentiment": ["another model"],
    "language-identification": ["another model"],
    "shot-detection": ["TransNetV2", "AutoShot"],
    "speech-synthesis": ["Kokoro"],
    "text-embedding": ["another network"],
}
"""Operator → what people would mount and it does not read, as its README names it."""


def readme_of(operator: str) -> str:
    return (OPERATORS / operator / "README.md").read_text("utf-8")


def unsupported_in(readme: str) -> str:
    return " ".join(" ".join(_UNSUPPORTED.findall(readme)).split())


@pytest.mark.parametrize(("operator", "names"), UNSUPPORTED.items(), ids=UNSUPPORTED)
def test_what_is_not_read_is_named_as_not_supported(operator: str, names: list[str]) -> None:
    said = unsupported_in(readme_of(operator))
    assert [name for name in names if name not in said] == []


@pytest.mark.parametrize(("operator", "names"), READ.items(), ids=READ)
def test_what_is_read_is_named(operator: str, names: list[str]) -> None:
    said = _UNSUPPORTED.sub("", readme_of(operator))
    assert [name for name in names if name not in said] == []


def test_every_operator_with_models_is_on_the_page_and_says_what_it_does_not_read() -> None:
    page = (CHECKOUT / "docs/models.md").read_text("utf-8")
    manifests = sorted(OPERATORS.glob("[!_]*/operator.yaml"))
    specs = {path.parent.name: yaml.safe_load(path.read_text("utf-8"))["spec"] for path in manifests}
    declared = {name for name, spec in specs.items() if spec.get("models")}
    table = page.partition("## Operator by operator")[2].partition("### What it costs")[0]
    assert {name for name in declared if name not in table} == set()
    assert {name for name in declared if not unsupported_in(readme_of(name))} == SAME


SAME = {"celebrity-recognition", "face-search", "translate-captions"}
"""Operators that read the models of another one, whose README they name."""


@pytest.mark.parametrize(
    ("operator", "other"),
    [("celebrity-recognition", "face-index"), ("face-search", "face-index"), ("translate-captions", "translate")],
)
def test_operators_with_the_models_of_another_name_it(operator: str, other: str) -> None:
    assert f"../{other}/README.md" in readme_of(operator)

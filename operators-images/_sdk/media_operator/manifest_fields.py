"""Fields of manifests, by the task of the model and the decoder that reads its answers.

`TASKS` is the one list of what operators read. A mounted manifest is held to it before anything is computed: a field
that is missing, misspelt or of another type is a sentence that names it. Tasks that are not listed are those of other
people's operators, which check what they read themselves.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from media_operator.errors import WrongModels
from media_operator.manifest_values import (
    INDEX,
    NUMBER,
    PLACE,
    POSITIVE,
    SIZE,
    SWITCH,
    TEXT,
    WHOLE,
    Fields,
    Items,
    Kind,
    Named,
    Nullable,
    Value,
    are,
    close_to,
    is_number,
    is_whole,
    one_of,
)

OWN = "x-"
"""Begins the names of fields that are the user's, and are not looked at."""
MOST = 3
"""Problems told at once."""

_Some = Mapping[str, Kind]

_ABOUT: _Some = {name: Value("text or null", lambda it: it is None or isinstance(it, str)) for name in (
    "description", "licence", "license", "origin", "sha256", "source", "url", "version",
)}  # fmt: skip
_MODEL: _Some = {"name": TEXT, "task": TEXT, "file": TEXT}
_FILES: _Some = {"files": Items(Fields({"path": TEXT}, {"sha256": TEXT, "url": TEXT}), 0)}

_MEANS = Value("a list of 3 numbers, or 1 for GREY,", lambda it: are(is_number, it, 1, 3))
_DEVIATIONS = Value(
    "a list of 3 numbers, or 1 for GREY, none of them 0,", lambda it: are(is_number, it, 1, 3) and 0 not in it
)
_INPUT_NEEDED: _Some = {"size": SIZE, "channels": one_of("RGB", "BGR", "GREY"), "mean": _MEANS, "std": _DEVIATIONS}
_INPUT_FURTHER: _Some = {
    "name": TEXT,
    "layout": one_of("NCHW", "NHWC"),
    "fit": one_of("stretch", "letterbox", "letterbox-centre"),
    "pad": Value("a number from 0 to 255", lambda it: is_number(it) and 0 <= it <= 255),
}
_INPUT = Fields(_INPUT_NEEDED, _INPUT_FURTHER)
_IMAGE_SIZES = ("imageSize", "inputSize", "scale")
_VALUES = (*_IMAGE_SIZES, *(f"{name}HeightFirst" for name in _IMAGE_SIZES))
_INPUTS = Named(
    Value(f"a number, a list of numbers, or one of {', '.join(_VALUES)}", lambda it: _is_numbers(it) or it in _VALUES)
)
_LABELS = Items(Nullable(Fields({"name": TEXT, "parents": Items(TEXT, 0)}, {})))
_TOWER: _Some = {"file": TEXT, "tokenizer": TEXT, "length": WHOLE}
_TEXT_HALF = Fields(_TOWER, {"pad": INDEX, "lower": SWITCH, "output": TEXT, "floor": NUMBER})
_IMAGES: _Some = {"inputs": _INPUTS, "batch": WHOLE}

_COLUMNS = ("left", "top", "right", "bottom", "score", "class")
_BOXES: _Some = {
    "outputs": Fields({}, dict.fromkeys(("boxes", "scores", "classes", "rows", "count"), TEXT)),
    "columns": Value(
        f"a list with each of {', '.join(_COLUMNS)} once", lambda it: isinstance(it, list) and _has_columns(it)
    ),
    "boxes": Fields({}, {"unit": one_of("image", "input", "fraction"), "form": one_of("corners", "centre")}),
}
_STRIDES = Value("a list of whole numbers from 1", lambda it: isinstance(it, list) and are(is_whole, it, len(it) or 1))
_PROMPTS = Fields({"file": TEXT, "scale": NUMBER}, {"bias": NUMBER})
_POINTS = ("eyeLeft", "eyeRight")
_ALIGNMENT = Fields(dict.fromkeys(_POINTS, PLACE), dict.fromkeys(("nose", "mouthLeft", "mouthRight"), PLACE))
_MATCH = Fields({"half": POSITIVE, "width": POSITIVE}, {})
_LANGUAGES = Items(TEXT)
_TWO_SIDES = Fields({"source": TEXT, "target": TEXT}, {})
_MODE = Fields({"source": TEXT, "target": TEXT, "file": TEXT}, {})


def _is_numbers(value: Any) -> bool:
    return is_number(value) or (isinstance(value, list) and bool(value) and all(map(_is_numbers, value)))


def _has_columns(value: list[Any]) -> bool:
    return all(value.count(name) == 1 for name in _COLUMNS)


def _reads(needed: _Some, further: _Some | None = None) -> Fields:
    return Fields({**_MODEL, **needed}, {"decoder": TEXT, **(further or {}), **_FILES, **_ABOUT})


def _detector(further: _Some) -> Fields:
    return _reads({"input": _INPUT, "labels": _LABELS}, {**_IMAGES, **further})


def _tagger(needed: _Some) -> Fields:
    further: _Some = {"output": TEXT, "views": Items(one_of("whole", "middle")), "text": _TEXT_HALF}
    return _reads({"input": _INPUT, "labels": _LABELS, **needed}, {**_IMAGES, **further})


_JUDGE = _reads(
    {"input": Fields(_INPUT_NEEDED, {**_INPUT_FURTHER, "resize": SIZE, "jpeg": SWITCH}), "labels": _LABELS}, _IMAGES
)
_FACES = _reads({"input": _INPUT}, _IMAGES)
_FACE_VECTORS = _reads({"input": _INPUT, "alignment": _ALIGNMENT, "match": _MATCH}, {"output": TEXT, **_IMAGES})
_FEATURES = Fields(
    {**dict.fromkeys(("fft", "frame", "step", "mels"), WHOLE), "low": NUMBER, "high": POSITIVE},
    {
        "taper": one_of("hann", "hann-symmetric", "hamming", "povey"),
        "scale": one_of("kaldi", "htk", "slaney"),
        **dict.fromkeys(("power", "std"), POSITIVE),
        **dict.fromkeys(("centred", "level"), SWITCH),
        "log": one_of("natural", "decibels"),
        **dict.fromkeys(("emphasis", "floor", "offset", "mean"), NUMBER),
        "layout": one_of("frames-mels", "mels-frames"),
    },
)
_AUDIO = Fields({"rate": WHOLE, "window": POSITIVE, "hop": POSITIVE}, {"gain": POSITIVE, "features": _FEATURES})
_AUDIO_TAGGER = _reads({"input": _AUDIO, "labels": _LABELS}, {"output": TEXT})
_ONE_OR_TWO: _Some = {"tokenizer": TEXT, "tokenizers": _TWO_SIDES}

TASKS: Mapping[str, Mapping[str, Fields]] = {
    "object-detection": {
        "nanodet": _detector({}),
        "detr": _detector({"outputs": _BOXES["outputs"], "scores": one_of("sigmoid", "softmax")}),
        "yolox": _detector({"decoded": SWITCH, "strides": _STRIDES}),
        "boxes": _detector(_BOXES),
    },
    "image-classification": {
        **dict.fromkeys(("softmax", "logits", "sigmoid", "probabilities"), _tagger({})),
        **dict.fromkeys(("siglip", "clip"), _tagger({"prompts": _PROMPTS})),
    },
    "explicit-content": dict.fromkeys(("probabilities", "softmax", "sigmoid"), _JUDGE),
    "face-detection": dict.fromkeys(("blazeface", "yunet", "scrfd", "retinaface"), _FACES),
    "face-mesh": {"facemesh": _FACES},
    "face-age-gender": {"faceres": _FACES},
    "face-expression": {"softmax": _reads({"input": _INPUT, "labels": Items(TEXT)})},
    "face-embedding": dict.fromkeys(("euclidean", "cosine"), _FACE_VECTORS),
    "image-embedding": {
        "cosine": _reads({"input": _INPUT, "dimension": WHOLE}, {"output": TEXT, "text": _TEXT_HALF, **_IMAGES})
    },
    "sentence-embedding": {"e5-q4": _reads({"dimension": WHOLE})},
    "text-recognition": {
        "pp-ocr": _reads({"detection": TEXT, "recognition": TEXT}, {"dictionary": TEXT, "scripts": Items(TEXT)})
    },
    "speech-to-text": {"whisper": _reads({})},
    "speaker-embedding": {"campplus": _reads({"window": POSITIVE})},
    "translation": {
        "apertium": _reads({"machine": TEXT, "modes": Items(_MODE)}),
        "ctranslate2-marian": _reads(
            {"sourceLanguages": _LANGUAGES, "targetLanguages": _LANGUAGES},
            {**_ONE_OR_TWO, "targetTokens": Named(TEXT), "ended": SWITCH},
        ),
        "ctranslate2-multilingual": _reads(
            {"languageTokens": Named(TEXT)},
            {**_ONE_OR_TWO, "sourceLanguages": _LANGUAGES, "targetLanguages": _LANGUAGES},
        ),
    },
    "named-entity-recognition": {"spacy": _reads({}, {"languages": _LANGUAGES, "types": Named(TEXT)})},
    "audio-events": {
        "firered-aed": _reads({}),
        **dict.fromkeys(("sigmoid", "logits", "probabilities"), _AUDIO_TAGGER),
    },
    "text-to-speech": {"piper": _reads({"language": TEXT})},
}
"""Fields by task and decoder."""
USUAL = ("image-embedding", "speech-to-text", "named-entity-recognition", "text-recognition")
"""Tasks with one decoder, which a manifest need not name."""


def require_fields(name: str, manifest: Mapping[str, Any]) -> None:
    """Raise WrongModels, naming the manifest and its fields, unless they are those of its task and decoder."""
    own = {field: value for field, value in manifest.items() if not field.startswith(OWN)}
    problems = list(_problems(own))
    if problems:
        more = f"; and {len(problems) - MOST} more" if len(problems) > MOST else ""
        raise WrongModels(f"{name}: {'; '.join(problems[:MOST])}{more}")


def _problems(manifest: Mapping[str, Any]) -> Iterator[str]:
    task = manifest["task"]
    decoders = TASKS.get(task) if isinstance(task, str) else None
    if decoders is None:
        yield from (said for field, kind in _MODEL.items() for said in kind.problems(field, manifest.get(field)))
        if isinstance(task, str) and (meant := close_to(task, TASKS)):
            yield f"task is {task!r}; {meant!r} is probably meant"
        return
    decoder = manifest.get("decoder", next(iter(decoders)) if task in USUAL else None)
    if not isinstance(decoder, str) or decoder not in decoders:
        yield f"decoder is {decoder!r}; for {task} {one_of(*decoders).right} is right"
        return
    yield from decoders[decoder].problems("", dict(manifest))
    if {"tokenizer", "tokenizers"} <= {*decoders[decoder].further} and not {"tokenizer", "tokenizers"} & {*manifest}:
        yield "tokenizer is missing; a file for both languages, or tokenizers with source and target, is right"
    if isinstance(labels := manifest.get("labels"), list) and labels and not any(labels):
        yield "labels are null all of them; a name for at least one is right"

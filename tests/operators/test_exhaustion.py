"""Memory that ran out is another time, not a defect and not a model of a wrong format, whichever library says it."""

from pathlib import Path
from typing import Any

import pytest

from tests.operators.runs import inside, modules_of

[sdk, devices, verdicts] = modules_of("_sdk", "media_operator", "media_operator.devices", "media_operator.verdicts")

MESSAGES = [
    "CUDA failed with error out of memory",
    "CUDA failure 2: out of memory ; GPU=0 ; hostname=node",
    "cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED",
    "[ONNXRuntimeError] : 1 : FAIL : bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 9",
    "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : std::bad_alloc",
    "[Errno 12] Cannot allocate memory",
]


def verdict(error: BaseException, cause: BaseException | None = None) -> tuple[int, str]:
    error.__cause__ = cause
    found = verdicts.verdict_of(error)
    return found.code, found.sentence


@pytest.mark.parametrize("message", MESSAGES)
def test_memory_that_ran_out_is_another_time_when_something_is_computed_and_when_a_model_is_opened(
    message: str,
) -> None:
    wrong = sdk.WrongModels("the model 'mine' cannot be opened; another format is right")
    for code, sentence in (verdict(RuntimeError(message)), verdict(wrong, RuntimeError(message))):
        assert code == 75
        assert sentence.endswith(message)
        assert "others on a shared GPU may have it now" in sentence


@pytest.mark.parametrize(
    ("error", "cause", "code"),
    [
        (sdk.WrongModels("the model is no Whisper"), RuntimeError("unsupported model binary version"), 1),
        (sdk.UnusableInput("the image cannot be decoded"), OSError("cannot allocate memory"), 66),
        (sdk.BadParameters("title must not be 'out of memory'"), None, 2),
        (sdk.WrongModels("out of memory.json names no file"), None, 1),
        (MemoryError("std::bad_alloc"), None, 1),
        (RuntimeError("a shape does not fit"), None, 1),
    ],
)
def test_what_is_at_fault_otherwise_stays_so(error: BaseException, cause: BaseException | None, code: int) -> None:
    assert verdict(error, cause)[0] == code


@pytest.mark.parametrize("message", [*MESSAGES, f"{'far ' * 100}out of memory"])
def test_a_required_gpu_without_memory_is_another_time(message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_: str) -> None:
        raise RuntimeError(message)

    monkeypatch.setenv("MEDIA_INSIGHTS_GPU", "Required")
    with pytest.raises(sdk.TryAgain, match="memory ran out"):
        devices.Devices().open_model(load, len, gpu=True)


OPENING = """
from pathlib import Path
from media_operator.devices import DEVICES
from media_operator.verdicts import verdict_of
def full(*_, **__):
    raise {error}("CUDA failed with error out of memory")
DEVICES.open_model = full
try:
    {opened}
except Exception as error:
    found = verdict_of(error)
answer = [found.code, found.sentence]
"""
TOKENS = {"en": "eng", "de": "deu"}
MODEL = {"name": "mine", "decoder": "ctranslate2-multilingual", "file": "m", "tokenizer": "t", "languageTokens": TOKENS}
FAIL = "__import__('onnxruntime').capi.onnxruntime_pybind11_state.Fail"
NO_TOKENIZER = "import sentencepiece; sentencepiece.SentencePieceProcessor = lambda **_: None"
TRANSLATED = f"Neural(Path(given[0]), {MODEL}).translate('en', 'de', ['a'])"
NO_MANIFESTS = "import reader; reader.manifest_for = lambda *_: given[1]; reader._manifests_of = lambda _: []"
OPENED = {
    "transcribe": ("RuntimeError", "import whisper_model; whisper_model.model_in(Path(given[0]))"),
    "translate": (
        "RuntimeError",
        f"{NO_TOKENIZER}; from media_kits.translation.neural import Neural; {TRANSLATED}",
    ),
    "text-detection": (
        FAIL,
        f"{NO_MANIFESTS}; reader.load(Path(given[0]), '', fine=False)",
    ),
    "label-detection": (FAIL, "from media_kits.vision import sessions; sessions.opened(Path(given[0]) / 'm')"),
}


@pytest.mark.parametrize("operator", OPENED)
def test_a_model_for_which_there_is_no_memory_is_not_called_one_of_a_wrong_format(
    operator: str, tmp_path: Path
) -> None:
    (tmp_path / "m").mkdir()
    for name in ("m/model.bin", "t"):
        (tmp_path / name).touch()
    error, opened = OPENED[operator]
    manifest: dict[str, Any] = {"name": "mine", "detection": "t", "recognition": "t"}
    code, sentence = inside(operator, OPENING.format(error=error, opened=opened), str(tmp_path), manifest)
    assert code == 75
    assert "others on a shared GPU may have it now: CUDA failed with error out of memory" in sentence

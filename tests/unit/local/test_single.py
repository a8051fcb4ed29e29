"""One operator on files of the user's: only what its input makes it write is asked of it."""

from pathlib import Path

import pytest

from media_insights.catalogue.operator_folders import operator_in
from media_insights.local import single
from tests.operators.runs import OPERATORS

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(32)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(32)


@pytest.mark.parametrize(("content", "name", "files"), [(WAV, "a.wav", {"audio"}), (MP4, "a.mp4", {"film"})])
def test_outputs_of_another_medium_are_not_asked_for(
    tmp_path: Path, content: bytes, name: str, files: set[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    operator = operator_in(OPERATORS / "loudness-normalization")
    given = single.OperatorRun(operator=operator, files={"source": path}, output=tmp_path / "out", cache=tmp_path)
    assert {output.name for output in single._step(given).outputs} == files | {"result"}

"""HDR becomes a natural SDR picture wherever a film is encoded: greys land where BT.2408 puts them, neutral, tagged."""

import math
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media
from tests.operators.films import greys_of, hdr_greys
from tests.operators.runs import run

LUMINANCES = (0.0, 1.0, 10.0, 26.0, 100.0, 203.0, 400.0, 1000.0)
"""cd/m²: black, shadows, mid-grey (18 % of a grey card, BT.2408), reference white, highlights, HLG's peak."""

UNBENT = 100
"""Luminance up to which a grey is exactly where SDR has it."""

ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "proxy": ("proxy.mp4", {}),
    "transcode": ("transcoded.mp4", {"preset": "clip"}),
    "hls": ("hls-360.mp4", {}),
}


def pq(luminance: float) -> float:
    """Return the signal of a luminance by the inverse EOTF of SMPTE ST 2084."""
    power = (luminance / 10_000) ** (2610 / 16384)
    return float(((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32))


def hlg(luminance: float) -> float:
    """Return the signal of a grey's luminance on a display of 1,000 cd/m² by BT.2100's inverse OOTF and OETF."""
    scene = (luminance / 1000) ** (1 / 1.2)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return math.sqrt(3 * scene) if scene <= 1 / 12 else a * math.log(12 * scene - b) + c


CURVES: dict[str, Callable[[float], float]] = {"smpte2084": pq, "arib-std-b67": hlg}


def sdr(luminance: float) -> float:
    """Return the signal that shows this share of reference white on an SDR display (BT.1886)."""
    return float((luminance / 203) ** (1 / 2.4))


@pytest.fixture(scope="module", params=CURVES)
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an HDR film of grey patches."""
    codes = [round(64 + 876 * CURVES[request.param](luminance)) for luminance in LUMINANCES]
    return hdr_greys(tmp_path_factory.mktemp("hdr") / "greys.mp4", request.param, codes)


@pytest.mark.parametrize("operator", ENCODERS)
def test_greys_land_where_an_sdr_viewer_expects_them(source: Path, tmp_path: Path, operator: str) -> None:
    file, parameters = ENCODERS[operator]
    made = tmp_path / "made.mp4"
    made.write_bytes(run(operator, {"source": source}, **parameters).files[file])
    greys = greys_of(made, len(LUMINANCES))
    found = dict(zip(LUMINANCES, [grey[0] for grey in greys], strict=True))
    for luminance in LUMINANCES:
        if luminance <= UNBENT:
            assert found[luminance] == pytest.approx(sdr(luminance), abs=0.03), luminance
    assert found[26] == pytest.approx(0.42, abs=0.02)  # mid-grey; a grey card's signal in BT.709 is 0.41
    assert 0.8 <= found[203] <= 0.92 < found[400] < found[1000]
    assert found[1000] >= 0.98
    assert all(abs(grey[channel]) < 0.015 for grey in greys for channel in (1, 2)), "a grey is not neutral"
    said = subprocess.run([media.fetch("ffmpeg"), "-i", made], capture_output=True, text=True, check=False).stderr
    assert "yuv420p(tv, bt709, progressive)" in said

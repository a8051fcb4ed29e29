"""The figures of quality as the package carries them, from what was measured and how good is good enough."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
EVALUATION = ROOT / "tests/evaluation"
CARRIED = ROOT / "operator/media_insights/catalogue/quality.json"


def quality_figures() -> tuple[Path, str]:
    """Return the file of the package and what it holds: operator → figures, in the order of the page."""
    measured: list[dict[str, Any]] = yaml.safe_load((EVALUATION / "measured.yaml").read_text("utf-8"))
    floors = yaml.safe_load((EVALUATION / "floors.yaml").read_text("utf-8"))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in measured:
        floor = floors.get(each["operator"], {}).get(each["measure"], {})
        found[each["operator"]].append(
            {
                "measure": each["measure"],
                "value": each["value"],
                "unit": each["unit"],
                "text": f"{each['value']:.{each['digits']}f} {each['unit']}".strip(),
                "samples": each["samples"],
                **{bound: floor[bound] for bound in ("least", "most") if bound in floor},
            }
        )
    return CARRIED, json.dumps(found, ensure_ascii=False, indent=1) + "\n"

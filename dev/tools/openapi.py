"""Writes the API's description to standard output, as the console's types are made from it. It needs no network.

Only ``/v1``: the console speaks no other dialect. Every refusal has one shape, so that one sentence stands for all.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from media_insights.catalogue import operator_folders as catalogues
from media_insights.cli.local.serve_command import local_app
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.workplaces import Workplace

REFUSAL = {
    "description": "A refusal.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}


def main() -> int:
    """Describe the application that `media-insights serve` runs; all deployments have the same routes."""
    json.dump(described(), sys.stdout, indent=1, ensure_ascii=False)
    return 0


def described() -> dict[str, Any]:
    """Return the OpenAPI document of the routes below ``/v1``."""
    found = catalogues.catalogue_of()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        starter = Processes(operators=found.operators, cache=place, stub=True)
        app = local_app(Workplace(output=place, catalogue=found, starter=starter, share=machine()))
        document = app.openapi()
    paths = {path: methods for path, methods in document["paths"].items() if path.startswith("/v1/")}
    for operation in (each for methods in paths.values() for each in methods.values()):
        answers = {code: said for code, said in operation["responses"].items() if code < "400"}
        operation["responses"] = {**answers, "default": REFUSAL}
    return {**document, "paths": paths}


if __name__ == "__main__":
    sys.exit(main())

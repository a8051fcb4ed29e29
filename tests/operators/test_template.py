"""What `make operator NAME=x` makes works at once: its example passes, and nothing of the template's name is left."""

import json
from pathlib import Path

import pytest
import yaml

from media_insights.catalogue.examples import problems_of
from media_insights.catalogue.lint import problems_in
from media_insights.catalogue.scaffold import PLACEHOLDERS, TEMPLATES, scaffold
from media_insights.cli.local.serve_command import local_app
from media_insights.local.searching import index_folder
from media_insights.storage.folder import FolderStore
from tests.conformance.api.worlds import asked_of, workplace
from tests.operators import examples, runs
from tests.unit.local.test_searching import record
from tests.unit.search import analysed


@pytest.mark.parametrize("reads", TEMPLATES)
def test_a_new_operator_passes_its_own_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: str) -> None:
    name = f"spotting-{reads}"
    folder = scaffold(runs.OPERATORS, tmp_path, name, reads)
    assert problems_in(folder) == []
    for module in (runs, examples):
        monkeypatch.setattr(module, "OPERATORS", tmp_path)

    (case,) = examples.cases()
    assert not problems_of(case, examples.run_case(case))
    assert case.operator == name
    texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not [word for word in PLACEHOLDERS for text in texts if word.encode() in text]


async def test_what_a_new_operator_finds_is_searched_and_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing but its own folder; its index says where boxes are, as those of detectors do."""
    folder, place = scaffold(runs.OPERATORS, tmp_path, "logo-spotting"), workplace(tmp_path)
    spec = yaml.safe_load((folder / "operator.yaml").read_text("utf-8"))["spec"]
    result = json.loads((folder / "examples/1-pictures/out/result.json").read_text("utf-8"))
    spec["index"] |= {"boxes": "Box", "fields": {**spec["index"]["fields"], "Bytes": "Bytes"}}
    for item in result["Items"]:
        item["Box"] = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}
    monkeypatch.setattr(analysed, "SPEC", spec)
    store = FolderStore(place.output)
    record(store, "film")
    store.put(analysed.result_of("film"), json.dumps(result).encode())
    index_folder(store)
    app = local_app(place)
    async with app.router.lifespan_context(app), asked_of(app) as asking:
        for query in ("label:frame", "Operator:logoSpotting", "Name:fra*", "Bytes:<300 Kind:Label"):
            (hit,) = (await asking.get("/v1/search", params={"q": query})).json()["items"]
            assert (hit["title"], hit["start"], hit["end"], hit["count"]) == ("frame", 0, 1000, 2)
        facets = (await asking.get("/v1/search/facets")).json()
        assert facets["operators"] == [{"value": "logo_spotting", "count": 1}]
        (lane,) = (await asking.get("/v1/assets/u-film/timeline")).json()["lanes"]
        assert (lane["operator"], lane["moments"], lane["starts"]) == ("logo_spotting", 2, [0])
        boxes = (await asking.get("/v1/assets/u-film/boxes")).json()
        assert (boxes["start"], boxes["left"], boxes["titles"]) == ([0, 1000], [1000, 1000], ["frame"])

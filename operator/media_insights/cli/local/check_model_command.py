"""``media-insights operator check-model``: whether a folder of models fits an operator, and its digest."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from media_insights.catalogue import operator_folders as catalogue
from media_insights.catalogue.root import OPERATORS, catalogue_root
from media_insights.cli.local.engine_options import Cache, cache_of
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.assignments import pairs_of, value_of
from media_insights.cli.terminal.failures import FAILED, Failure, as_failures, say_text
from media_insights.local.model_trials import Trial


@as_failures()
def check_model(
    operator: Annotated[str, typer.Argument(help="Name of a shipped operator, or its folder.", show_default=False)],
    folder: Annotated[Path, typer.Argument(help="Folder of the models.", show_default=False)],
    inputs: Annotated[
        list[str] | None,
        typer.Option("--in", metavar="INPUT=FILE", help="An input, instead of a grey image, silence or a sentence."),
    ] = None,
    assignments: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    cache: Cache = None,
) -> None:
    """Print the digest of a folder of models, what is in it, and what the operator makes of it in one run.

    The exit code is 0 only when the operator could use it.
    """
    mounted = catalogue.with_models(catalogue.operator_in(_operator_folder(operator)), folder)
    with tempfile.TemporaryDirectory() as scratch:
        trial = Trial(
            operator=mounted,
            inputs={name: Path(value) for name, value in pairs_of("--in", inputs, "INPUT=FILE")},
            parameters={name: value_of(value) for name, value in pairs_of("--set", assignments, "KEY=VALUE")},
            cache=cache_of(cache),
            scratch=Path(scratch).resolve(),
        )
        for line in _content(trial):
            tell(line)
        facts = trial.run()
        if facts.status != "Complete":
            log = trial.output / "operator.log"
            say_text(log.read_text("utf-8", "replace").rstrip() if log.is_file() and not facts.message else "")
            raise Failure(facts.message, code=facts.exit_code if facts.exit_code and facts.exit_code > 0 else FAILED)
        for line in _outcome(trial):
            tell(line)


def _operator_folder(named: str) -> Path:
    shipped = catalogue_root() / OPERATORS / named
    return shipped if (shipped / catalogue.MANIFEST).is_file() else Path(named)


def _content(trial: Trial) -> Iterator[str]:
    source = trial.operator.spec.model_source
    yield f"digest   {source.digest if source else ''}"
    for name, manifest in trial.manifests().items():
        if manifest is None:
            yield f"{name}   no manifest: it is no JSON object with a task"
        else:
            told = [f"{field} {manifest[field]}" for field in ("task", "decoder", "file") if manifest.get(field)]
            yield f"{name}   {', '.join(told)}"
    for name, signature in trial.signatures().items():
        if isinstance(signature, str):
            yield f"{name}   cannot be opened: {signature}"
        else:
            yield f"{name}   takes {'; '.join(signature[0])}   gives {'; '.join(signature[1])}"


def _outcome(trial: Trial) -> Iterator[str]:
    """Yield what the operator made of it: models and warnings as its result says, and how much it found."""
    output = trial.operator.spec.result_output
    path = trial.output / output.file if output else None
    result = json.loads(path.read_bytes()) if path and path.suffix == ".json" and path.is_file() else {}
    if not isinstance(result, dict):
        result = {}
    for model in _listed(result.get("Model")):
        yield f"ran      {', '.join(f'{key} {value}' for key, value in model.items() if isinstance(value, str))}"
    counts = [f"{len(value)} {name}" for name, value in result.items() if isinstance(value, list) and name != "Model"]
    yield f"found    {', '.join(counts) or 'what the result holds is no list'}"
    for warning in _listed(result.get("Warnings")):
        yield f"warning  {warning.get('Message', '')}"


def _listed(value: Any) -> list[dict[str, Any]]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]

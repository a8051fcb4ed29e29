"""Files of a step: every input and output by its explicit key, stored as it is, never passed through parameters."""

import json
from collections.abc import Iterator

from hera.workflows import models

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import access, run_secret
from media_insights.compile.names import unexpanded
from media_insights.compile.settings import CompileSettings
from media_insights.domain.planning.context import context_of
from media_insights.domain.planning.plan import Plan, Step, WiredInput
from media_insights.domain.planning.references import Address
from media_insights.domain.queueing.demand import accelerators_of
from media_insights.domain.running import costs, idle_gpus
from media_insights.domain.running.contract import CPU_TIME_FILE, GPU_FILE, IN, OUT

_AS_IT_IS = models.ArchiveStrategy(none=models.NoneStrategy())
"""On outputs: no tar.gz. On inputs: else Argo unpacks a file that happens to be a tarball."""


def inputs_of(plan: Plan, step: Step, settings: CompileSettings) -> list[models.Artifact]:
    """Return what Argo puts under /in: media and results, parameters, context."""
    return [
        *(_input(plan, wired, settings) for wired in step.inputs),
        _raw("parameters", dict(step.parameters)),
        _raw("context", context_of(plan, step)),
    ]


def outputs_of(plan: Plan, step: Step, settings: CompileSettings) -> list[models.Artifact]:
    """Return what Argo takes from /out, and the keys under which it stores it, words on CPU time and GPU among them."""
    attempt = access.ATTEMPT if step.spec.retry.limit else "0"
    words = [_word("word_cpu", CPU_TIME_FILE, costs.cpu_time_key(plan, step, attempt))]
    if accelerators_of(step, settings.gpu):
        words.append(_word("word_gpu", GPU_FILE, idle_gpus.word_key(plan, step)))
    return [*_outputs(step), *words]


def _word(name: str, file: str, key: str) -> models.Artifact:
    """Never a parameter: Argo follows links, and a parameter's value stands in the Argo Workflow, for all to read.

    Argo wants names that differ, and operators name their outputs as they like; none of those has an underscore.
    """
    return models.Artifact(
        name=name, path=f"{OUT}/{file}", s3=models.S3Artifact(key=key), archive=_AS_IT_IS, optional=True
    )


def _outputs(step: Step) -> Iterator[models.Artifact]:
    for output in step.outputs:
        yield models.Artifact(
            name=output.name,
            path=f"{OUT}/{output.file}",
            s3=models.S3Artifact(key=output.key),
            archive=_AS_IT_IS,
            optional=output.optional or None,
        )


def _input(plan: Plan, wired: WiredInput, settings: CompileSettings) -> models.Artifact:
    where = _where(plan, wired, settings)
    return models.Artifact(
        # parameters.json and context.json are artifacts of their own, named without a suffix
        name=f"in-{wired.name}",
        path=f"{IN}/{wired.name}",
        archive=_AS_IT_IS,
        optional=wired.optional or None,
        **where,
    )


def _where(plan: Plan, wired: WiredInput, settings: CompileSettings) -> Manifest:
    """Return where an input is: the asset's own file, an object that a parameter names, or what a step wrote."""
    if not wired.from_source:
        return _object(plan, wired.bucket or settings.store.bucket, wired.key, settings)
    source = Address.of(plan.asset.source)
    return _object(plan, source.bucket, source.key, settings)


def _object(plan: Plan, bucket: str, key: str, settings: CompileSettings) -> Manifest:
    """Return an object as an artifact; outside the installation's bucket it names endpoint, region and credentials."""
    if bucket == settings.store.bucket:
        return {"s3": models.S3Artifact(key=key)}
    return {"s3": run_secret.object_at(plan, bucket, key, settings)}


def _raw(name: str, value: Manifest) -> models.Artifact:
    data = unexpanded(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return models.Artifact(name=name, path=f"{IN}/{name}.json", raw=models.RawArtifact(data=data), archive=_AS_IT_IS)

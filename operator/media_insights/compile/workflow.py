"""Argo Workflow of a plan: one task per step that runs, started as soon as its dependencies have ended well."""

from hera.workflows import DAG, Container, Suspend, Task, Workflow, models

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import access, artifacts, model_volumes, output_guard, pods, retries, run_secret
from media_insights.compile.names import image_of
from media_insights.compile.owners import owner_of
from media_insights.compile.settings import CompileSettings
from media_insights.domain.names import label_value
from media_insights.domain.planning.plan import Plan, Step, require_whole_steps
from media_insights.domain.sources import tenancy
from media_insights.domain.wording import cut

ENTRYPOINT = "Stages"
"""Name of the DAG's template; upper-case, because steps' templates carry the steps' lower-case names."""


def compile_workflow(plan: Plan, settings: CompileSettings) -> Manifest:
    """Return the Argo Workflow of a plan, ready to be created; the same plan always gives the same object.

    Raises ValueError when no step of the plan runs: such an execution is Complete without an Argo Workflow; and for a
    plan whose steps have parts, which only a later version can have written.
    """
    if not plan.runs:
        raise ValueError(f"no step of {plan.execution.name} runs: there is nothing to submit")
    require_whole_steps(plan)
    with _workflow(plan, settings) as workflow:
        templates = {step.name: _template(plan, step, settings) for step in plan.runs}
        with DAG(name=ENTRYPOINT, fail_fast=False):
            for step in plan.runs:
                Task(name=step.name, template=templates[step.name], depends=_depends(plan, step))
    manifest: Manifest = workflow.to_dict()
    return manifest


def _workflow(plan: Plan, settings: CompileSettings) -> Workflow:
    return Workflow(
        name=plan.execution.name,
        namespace=plan.asset.namespace,
        labels=_labels(plan) | {labels.MANAGED_BY: labels.FIELD_MANAGER},
        annotations=_annotations(plan),
        owner_references=[models.OwnerReference.model_validate(owner_of(plan))],
        entrypoint=ENTRYPOINT,
        priority=plan.priority or None,
        active_deadline_seconds=plan.deadline_seconds,
        ttl_strategy=models.TTLStrategy(seconds_after_completion=plan.ttl_seconds_after_finished),
        pod_gc=models.PodGC(strategy="OnWorkflowCompletion", delete_delay_duration=settings.pod_gc_delay),
        pod_metadata=models.Metadata(labels=_labels(plan)),
        pod_spec_patch=pods.executor_patch(settings),
        security_context=pods.pod_security(settings),
        volumes=[*pods.scratch_volumes(plan, settings), *output_guard.volumes_of(plan, settings)],
        service_account_name=tenancy.OPERATOR_ACCOUNT,
        automount_service_account_token=False,
        # pods go soon after the run, and their logs with them; the object store keeps a copy beside the results
        archive_logs=True,
        executor=models.ExecutorConfig(service_account_name=tenancy.EXECUTOR_ACCOUNT),
        template_defaults=models.Template(archive_location=run_secret.location_of(plan, settings)),
        image_pull_secrets=[models.LocalObjectReference(name=name) for name in settings.pull_secrets] or None,
    )


def _template(plan: Plan, step: Step, settings: CompileSettings) -> Container | Suspend:
    """A step that waits for a person is Argo's suspend node; when it has waited too long is the controller's to say."""
    return Suspend(name=step.name) if step.waits else _container(plan, step, settings)


def _container(plan: Plan, step: Step, settings: CompileSettings) -> Container:
    return Container(
        name=step.name,
        image=image_of(step.spec.image, settings),
        image_pull_policy=settings.pull_policy,
        command=list(step.spec.command),
        env=access.environment_of(plan, step, settings) or None,
        inputs=artifacts.inputs_of(plan, step, settings),
        outputs=artifacts.outputs_of(plan, step, settings),
        labels={labels.OPERATOR: label_value(step.name), **access.labels_of(step)},
        resources=pods.resources_of(plan, step, settings),
        security_context=pods.main_security(),
        volumes=[*access.volumes_of(plan, step, settings), *model_volumes.volumes_of(step)] or None,
        volume_mounts=[
            *pods.scratch_mounts(),
            *output_guard.mounts_of(settings),
            *access.mounts_of(plan, step, settings),
            *model_volumes.mounts_of(step),
        ],
        termination_message_policy="FallbackToLogsOnError",
        active_deadline_seconds=step.spec.timeout_seconds,
        retry_strategy=retries.strategy_of(step),
        **pods.placement_of(step, settings),
    )


def _depends(plan: Plan, step: Step) -> str | None:
    """Only steps with a task of their own can be waited for; the others ended well before the run began."""
    running = {each.name for each in plan.runs}
    return " && ".join(f"{name}.Succeeded" for name in step.depends if name in running) or None


def _labels(plan: Plan) -> dict[str, str]:
    return {
        labels.ASSET: label_value(plan.asset.name),
        labels.ASSET_UID: plan.asset.uid,
        labels.WORKFLOW: label_value(plan.workflow),
        labels.EXECUTION: label_value(plan.execution.name),
    }


def _annotations(plan: Plan) -> dict[str, str]:
    """Title and description, as Argo's user interface shows them; it renders Markdown, so names stand in code marks."""
    source = cut(plan.asset.source.uri, 300).replace("`", "'")
    return {
        "workflows.argoproj.io/title": f"{plan.workflow} of {plan.asset.name}",
        "workflows.argoproj.io/description": f"Media asset `{plan.asset.name}`, source `{source}`",
    }

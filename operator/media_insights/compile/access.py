"""Access of an operator's pod beyond its files: the network, a Secret of the namespace, the object store.

All of it concerns the operator's own container alone; without ``access`` in the catalogue there is nothing of it.
"""

from hera.workflows import Env, models

from media_insights.api.v1alpha1 import labels
from media_insights.compile.settings import CompileSettings
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.planning.variables import variables_of
from media_insights.domain.queueing.demand import accelerators_of
from media_insights.domain.running.contract import CPU_TIME_FILE, OUT, Variable
from media_insights.domain.running.mounted_models import variables_of_devices, variables_of_models
from media_insights.domain.sources import tenancy
from media_insights.domain.traces import context_of_step

ATTEMPT = "{{retries}}"
"""Argo's number of attempts before this one; it knows the word only in templates that are tried again."""
_CA_VOLUME = "store-ca"
_CA_FOLDER = "/etc/media-insights/store"


def labels_of(step: Step) -> dict[str, str]:
    """Return the label by which a NetworkPolicy of the namespace lets the pod reach the outside."""
    return {labels.EGRESS: "true"} if step.spec.access.network == "Egress" else {}


def environment_of(plan: Plan, step: Step, settings: CompileSettings) -> list[Env | models.EnvVar]:
    """Return the variables of the container: its own, the installation's, models and device, then what it may reach."""
    own = {name: _escape(value) for name, value in variables_of(step.spec, step.parameters).items()}
    reserved = accelerators_of(step, settings.gpu) is not None
    values = dict(sorted({**own, **settings.environment}.items()))
    values |= variables_of_models(step.spec) | variables_of_devices(step.spec, reserved=reserved)
    values[Variable.CPU_TIME] = f"{OUT}/{CPU_TIME_FILE}"
    if settings.trace:
        place = context_of_step(settings.trace, plan.execution.uid, step.name)
        values[Variable.TRACEPARENT] = place.traceparent
    secret = step.spec.access.secret
    if secret is not None:
        values[Variable.SECRET] = secret.name
    if step.spec.retry.limit:
        values[Variable.ATTEMPT] = ATTEMPT
    variables: list[Env | models.EnvVar] = [Env(name=name, value=value) for name, value in values.items()]
    keys = [] if secret is None else [_secret_variable(key, key, secret.name) for key in secret.keys]
    return [*variables, *keys, *(_store(plan, settings) if _uses_store(step) else ())]


def volumes_of(plan: Plan, step: Step, settings: CompileSettings) -> list[models.Volume]:
    """Return the certificate authority of the store as a volume, where it has one of its own."""
    if not _uses_store(step) or not settings.private_ca:
        return []
    items = [models.KeyToPath(key=tenancy.CA_KEY, path=tenancy.CA_KEY)]
    secret = models.SecretVolumeSource(secret_name=tenancy.run_secret(plan.execution.uid), items=items)
    return [models.Volume(name=_CA_VOLUME, secret=secret)]


def mounts_of(plan: Plan, step: Step, settings: CompileSettings) -> list[models.VolumeMount]:
    """Return where the container sees that volume."""
    return [
        models.VolumeMount(name=volume.name, mount_path=_CA_FOLDER, read_only=True)
        for volume in volumes_of(plan, step, settings)
    ]


def _escape(value: str) -> str:
    """Return a value that Kubernetes leaves as it is: else ``$(NAME)`` were a variable's value, and ``$$`` a ``$``."""
    return value.replace("$", "$$")


def _uses_store(step: Step) -> bool:
    return step.spec.access.object_store == "ReadWrite"


def _store(plan: Plan, settings: CompileSettings) -> list[Env | models.EnvVar]:
    """Return the variables that every AWS SDK reads, and ours: bucket, and the prefix of this very execution."""
    store = settings.store
    values = {
        "AWS_ENDPOINT_URL_S3": store.url,
        "AWS_REGION": store.region,
        "AWS_DEFAULT_REGION": store.region,
        Variable.BUCKET: store.bucket,
        Variable.PREFIX: layout.folder_of(plan.plan_key),
        **({"AWS_CA_BUNDLE": f"{_CA_FOLDER}/{tenancy.CA_KEY}"} if settings.private_ca else {}),
    }
    keys = {
        "AWS_ACCESS_KEY_ID": tenancy.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": tenancy.SECRET_KEY,
        **({"AWS_SESSION_TOKEN": tenancy.SESSION_KEY} if settings.session_tokens else {}),
    }
    return [
        *(
            _secret_variable(name, key, tenancy.run_secret(plan.execution.uid), optional=False)
            for name, key in keys.items()
        ),
        *(Env(name=name, value=value) for name, value in values.items()),
    ]


def _secret_variable(name: str, key: str, secret: str, *, optional: bool = True) -> models.EnvVar:
    """Return one key of a Secret as a variable.

    Only the keys that the catalogue names: who may write a Secret of the namespace would else set ``PYTHONPATH``. They
    are optional: a pod that waits for a Secret waits for ever, an operator without its variables says what it lacks.
    """
    selector = models.SecretKeySelector(name=secret, key=key, optional=optional or None)
    return models.EnvVar(name=name, value_from=models.EnvVarSource(secret_key_ref=selector))

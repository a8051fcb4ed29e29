"""The program that examines what an operator left, before Argo's container may store it (``operator/guard``).

It lies in the Secret of the run. Argo mirrors the mounts of an operator's container in the wait container, whose
``PATH`` makes it the ``argoexec`` that is found first; where it is missing, the next one is found, Argo's own.
"""

from hera.workflows import models

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile.settings import CompileSettings
from media_insights.domain.planning.plan import Plan
from media_insights.domain.sources.tenancy import GUARD_KEY, run_secret

FOLDER = "/media-insights"
"""Where an operator's container has it, which may read and not change it, as all Secrets."""
_MIRRORED = f"/mainctrfs{FOLDER}"
"""Where the wait container has it: ``ExecutorMainFilesystemDir`` of Argo's ``workflow/common``."""
_USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Of Argo's images, which name none of their own."""
_VOLUME = "output-guard"
_NAME = "argoexec"
_EXECUTABLE = 0o555


def volumes_of(plan: Plan, settings: CompileSettings) -> list[models.Volume]:
    """Return the program as a volume of the pods."""
    if not settings.output_guard:
        return []
    secret = models.SecretVolumeSource(
        secret_name=run_secret(plan.execution.uid),
        items=[models.KeyToPath(key=GUARD_KEY, path=_NAME, mode=_EXECUTABLE)],
        # a controller of an earlier version may make the Secret anew
        optional=True,
    )
    return [models.Volume(name=_VOLUME, secret=secret)]


def mounts_of(settings: CompileSettings) -> list[models.VolumeMount]:
    """Return where an operator's container has it."""
    return [models.VolumeMount(name=_VOLUME, mount_path=FOLDER, read_only=True)] if settings.output_guard else []


def environment_of(settings: CompileSettings) -> list[Manifest]:
    """Return the variables of the wait container by which it is found first."""
    return [{"name": "PATH", "value": f"{_MIRRORED}:{_USUAL_PATH}"}] if settings.output_guard else []

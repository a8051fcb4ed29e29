"""Volume of the models that an installation mounts: an image or a claim, read-only, in the operator's own container."""

from hera.workflows import models

from media_insights.domain.planning.plan import Step
from media_insights.domain.running.contract import MOUNTED_MODELS

VOLUME = "models"


def volumes_of(step: Step) -> list[models.Volume]:
    """Return the volume; a claim is one of the pod's own namespace, whatever it is called elsewhere."""
    source = step.spec.model_source
    if source is None:
        return []
    if source.image:
        return [models.Volume(name=VOLUME, image=models.ImageVolumeSource(reference=source.image))]
    claim = models.PersistentVolumeClaimVolumeSource(claim_name=source.claim, read_only=True)
    return [models.Volume(name=VOLUME, persistent_volume_claim=claim)]


def mounts_of(step: Step) -> list[models.VolumeMount]:
    """Return where the container sees it, which may be one folder of it."""
    source = step.spec.model_source
    if source is None:
        return []
    folder = source.folder or None
    return [models.VolumeMount(name=VOLUME, mount_path=MOUNTED_MODELS, sub_path=folder, read_only=True)]

"""Mounted models and devices as an operator is told of them: variables that both engines set alike."""

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.domain.running.contract import MOUNTED_MODELS, Variable


def variables_of_models(spec: MediaOperatorSpec, folder: str = MOUNTED_MODELS) -> dict[str, str]:
    """Return name → value about the models that are mounted in a folder; empty when none are."""
    source = spec.model_source
    if source is None:
        return {}
    digest: dict[str, str] = {Variable.MOUNTED_DIGEST: source.digest} if source.digest else {}
    return {Variable.MOUNTED_MODELS: folder, Variable.MOUNTED_MODE: source.mode, **digest}


def variables_of_devices(spec: MediaOperatorSpec, *, reserved: bool) -> dict[str, str]:
    """Return name → value about a GPU: told where one was reserved, and where the operator cannot do without.

    It is with this that an operator whose models run on the CPU all the same says so, or refuses to.
    """
    gpu = spec.resources.gpu
    return {Variable.GPU: gpu.mode} if gpu and (reserved or gpu.mode == "Required") else {}

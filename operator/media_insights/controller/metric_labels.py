"""Labels of metrics: names of the catalogue only, since what tenants call things has no end."""

from dataclasses import dataclass

from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.queueing.demand import GpuOffer, has_gpu

OTHER = "other"
"""What is no name of the installation's."""
DIGITS = 12
"""Of a digest: enough to tell models apart."""
CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
"""What computed, in the words of results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLabels:
    """Finds the installation's names of what executions say."""

    caches: WatchCaches
    installation: str
    """The namespace whose workflows every tenant may use."""
    by_namespace: bool = False
    """Whether an administrator wants to know the namespaces, too."""
    gpu: GpuOffer | None = None
    """What pods are given of GPUs; None: nothing."""

    def workflow(self, namespace: str, name: str) -> str:
        """Return a workflow's name when it is the installation's; a tenant's own are counted together."""
        own = namespace != self.installation and self.caches.workflows.uid((namespace, name))
        return name if not own and self.caches.workflows.uid((self.installation, name)) else OTHER

    def operator(self, namespace: str, workflow: str, label: str) -> str:
        """Return the catalogue's operator behind an entry of a workflow, whatever its alias."""
        spec = self.caches.workflows.view((namespace, workflow)) or self.caches.workflows.view(
            (self.installation, workflow)
        )
        entries = (each for stage in spec.stages for each in stage.operators) if spec else ()
        name = next((each.name for each in entries if each.label == label), label)
        return name if self.caches.operators.uid(("", name)) else OTHER

    def models(self, operator: str, *, gpu_idle: bool) -> list[tuple[str, str, str]]:
        """Return the models of a catalogue's operator: name, the first digits of its sha256, and what computed it.

        A folder that is mounted is the first, by its digest. What computed is the GPU where pods get one and the run
        did not say that it stood idle.
        """
        spec = self.caches.operators.view(("", operator))
        if spec is None:
            return []
        source = spec.model_source
        mounted = [("mounted", source.content.removeprefix("sha256:"))] if source else []
        shipped = [] if source and source.mode == "Replace" else [(each.name, each.sha256) for each in spec.models]
        provider = CUDA if self.gpu and has_gpu(spec, self.gpu) and not gpu_idle else CPU
        return [(name, (digest or "")[:DIGITS], provider) for name, digest in (*mounted, *shipped)]

    def tenant(self, namespace: str) -> str:
        """Return the namespace where that is wanted, else nothing."""
        return namespace if self.by_namespace else ""

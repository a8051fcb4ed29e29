"""Labels of metrics: names of the catalogue only, since what tenants call things has no end."""

from dataclasses import dataclass

from media_insights.controller.watch_caches import WatchCaches

OTHER = "other"
"""What is no name of the installation's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLabels:
    """Finds the installation's names of what executions say."""

    caches: WatchCaches
    installation: str
    """The namespace whose workflows every tenant may use."""
    by_namespace: bool = False
    """Whether an administrator wants to know the namespaces, too."""

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

    def tenant(self, namespace: str) -> str:
        """Return the namespace where that is wanted, else nothing."""
        return namespace if self.by_namespace else ""

"""Changes of what all namespaces share, made as whoever asks: the API itself has no right to any of them."""

from typing import Protocol

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.api.v1alpha1.meta import Manifest


class InstallationChanges(Protocol):
    """The catalogue of operators and the limits.

    Every method takes the caller's own token, with which the cluster decides. Raises Forbidden, and the other errors of
    the API server; Rejected where the installation is not changed by requests.
    """

    async def create_operator(self, token: str, manifest: Manifest) -> MediaOperator:
        """Create an operator. Raises AlreadyExists when the name is taken."""

    async def replace_operator(self, token: str, name: str, content: Manifest) -> MediaOperator:
        """Give an operator another spec, whole, and these annotations beside its others.

        Raises Conflict unless it still has the ``metadata.resourceVersion`` of the content.
        """

    async def delete_operator(self, token: str, name: str, uid: str) -> None:
        """Delete that very operator; one that is gone already is fine."""

    async def set_max_concurrent(self, token: str, most: int) -> None:
        """Set how many executions may run at the same time."""

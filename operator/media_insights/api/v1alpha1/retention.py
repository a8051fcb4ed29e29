"""How long an asset is kept, as its status says it."""

from typing import Literal

from pydantic import Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.api.v1alpha1.times import MaybeTime


class RetentionStatus(StatusShape):
    """How long the asset is kept, where an administrator said how long assets of its namespace are."""

    state: Literal["Kept", "Held", "Due", "Deleting"] = Field(
        description="Held: it is older, and on legal hold. Due: it is older, and would be deleted. Deleting: it is."
    )
    expires_at: MaybeTime = Field(default=None, description="When it is old enough.")
    message: str = Field(default="", max_length=1024)

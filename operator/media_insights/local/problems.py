"""What keeps the embedded engine from running something, in one sentence for people."""

from media_insights.errors import MediaInsightsError


class Unusable(MediaInsightsError):  # noqa: N818 - the names say what is wrong
    """What the user gave cannot be run: a file, a manifest, a workflow, a folder. Says what would be right."""


class NotReady(MediaInsightsError):  # noqa: N818 - the names say what is wrong
    """An operator cannot be started on this machine: no uv, no network, no models, no container engine."""

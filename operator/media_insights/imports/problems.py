"""Why a file cannot be imported."""

from media_insights.errors import MediaInsightsError


class Unreadable(MediaInsightsError):  # noqa: N818 - reads as a sentence where it is raised
    """A file holds no result that is known, or one whose shape is wrong; says where, and what would be right."""

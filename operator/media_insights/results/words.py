"""wordDistribution: how often each word is said."""

from media_insights.results.shapes import Count, Pascal


class WordDistribution(Pascal):
    """Words and how often, the most frequent first."""

    results: dict[str, Count]
    """Word in lower case → how often."""

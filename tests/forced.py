"""Deletion of what is in use, by whoever means it."""

from typing import Any

FORCED: dict[str, Any] = {"metadata": {"annotations": {"mediainsights.dev/force-delete": "true"}}}
"""Change of an operator or workflow that is to be deleted although it is, or was a moment ago, in use."""

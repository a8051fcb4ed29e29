"""genericDataLookup: what a file that was made elsewhere says."""

from typing import Any

GenericDataLookup = dict[str, Any]
"""The file's object as it was, but for its `Labels`: those in the shape of labelDetection have its units."""

"""wait: what the person who resumed the execution said."""

from typing import Any

Answer = dict[str, Any]
"""The `data` of the entry in `spec.resume` that ended the waiting, as it was given; empty when none was given."""

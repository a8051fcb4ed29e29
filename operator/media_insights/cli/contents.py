"""What stored results say, wherever the store is: no cluster and no S3 is loaded for it."""

import json
from typing import Any

from media_insights.cli.terminal.failures import Failure
from media_insights.storage.store import Store


def parsed(store: Store, key: str) -> Any:
    """Return a stored result: JSON, or a list of the lines of an ``.ndjson``."""
    content = store.get(key)
    try:
        if key.endswith(".ndjson"):
            return [json.loads(line) for line in content.splitlines() if line.strip()]
        return json.loads(content)
    except ValueError as error:
        raise Failure(f"the stored result {key} is not JSON: {error}") from error

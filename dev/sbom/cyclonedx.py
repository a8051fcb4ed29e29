"""CycloneDX: the bill of materials of one image as JSON (https://cyclonedx.org/docs/1.6/json/)."""

import json
import uuid
from collections.abc import Iterable, Mapping

from dev.sbom.components import Component, Json

SPECIFICATION = "1.6"
_OURS = uuid.UUID("5c1a4f4e-3f0f-5c55-9d0b-2f6f3f1f7a11")
"""The name space of serial numbers: the same content has the same number."""


def document_of(image: Component, components: Iterable[Component], properties: Mapping[str, str]) -> Json:
    """Return the document. It holds no time, so that the same image has the same bill.

    ``properties`` says what a reader must know beside the components, for instance what is not listed.
    """
    content: Json = {
        "metadata": {
            "component": image.to_json(),
            "properties": [{"name": f"media-insights:{name}", "value": value} for name, value in properties.items()],
        },
        "components": [each.to_json() for each in sorted(set(components))],
    }
    serial = uuid.uuid5(_OURS, json.dumps(content, sort_keys=True))
    head = {"$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json", "bomFormat": "CycloneDX"}
    return {**head, "specVersion": SPECIFICATION, "serialNumber": f"urn:uuid:{serial}", "version": 1, **content}

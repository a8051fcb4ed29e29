"""Component: one thing of somebody's that an image contains."""

from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["library", "machine-learning-model", "container", "application"]


@dataclass(frozen=True, slots=True, order=True)
class Component:
    """A package, a model or a base, as a bill of materials lists it."""

    kind: Kind
    name: str
    version: str = ""
    purl: str = ""
    """Package URL (https://github.com/package-url/purl-spec); empty where no registry has it."""
    licence: str = ""
    """An SPDX expression, or the words of whoever made it; empty when it is not known."""
    sha256: str = ""
    origin: str = ""
    """Where it comes from, in words, where no registry says it."""

    def to_json(self) -> Json:
        """Return the component as CycloneDX 1.6 writes it, without empty fields."""
        found: Json = {
            "type": self.kind,
            "bom-ref": self.purl or f"{self.kind}:{self.name}:{self.version or self.sha256}",
            "name": self.name,
            "version": self.version,
            "purl": self.purl,
            "licenses": [{"license": {"name": self.licence}}] if self.licence else [],
            "hashes": [{"alg": "SHA-256", "content": self.sha256}] if self.sha256 else [],
            "description": self.origin,
        }
        return {name: value for name, value in found.items() if value}

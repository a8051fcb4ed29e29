"""Names that Kubernetes, Argo and a registry accept, made from ours."""

import hashlib

from media_insights.compile.settings import CompileSettings

LONGEST_LABEL = 63
"""Characters of a label's value."""


def image_of(image: str, settings: CompileSettings) -> str:
    """Return the full reference of an operator's image; a reference with a path, tag or digest is used as it is."""
    if any(mark in image for mark in "/:@"):
        return image
    if image in settings.images:
        return settings.images[image]
    registry = f"{settings.registry.rstrip('/')}/" if settings.registry else ""
    return f"{registry}{image}:{settings.tag}"


def label_value(name: str) -> str:
    """Return an object's name as a label's value: itself, or its beginning and a digest when it is too long."""
    if len(name) <= LONGEST_LABEL:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST_LABEL - 9].rstrip('-.')}-{digest}"


def unexpanded(json_text: str) -> str:
    """Return JSON that means the same and in which Argo finds no variable: ``{{`` occurs in texts only."""
    return json_text.replace("{{", r"\u007b\u007b")

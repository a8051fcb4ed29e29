"""Names and texts that Argo and a registry accept, made from ours."""

from media_insights.compile.settings import CompileSettings


def image_of(image: str, settings: CompileSettings) -> str:
    """Return the full reference of an operator's image; a reference with a path, tag or digest is used as it is."""
    if any(mark in image for mark in "/:@"):
        return image
    if image in settings.images:
        return settings.images[image]
    registry = f"{settings.registry.rstrip('/')}/" if settings.registry else ""
    return f"{registry}{image}:{settings.tag}"


def unexpanded(json_text: str) -> str:
    """Return JSON that means the same and in which Argo finds no variable: ``{{`` occurs in texts only."""
    return json_text.replace("{{", r"\u007b\u007b")

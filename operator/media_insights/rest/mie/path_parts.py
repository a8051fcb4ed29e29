"""Parts of the engine's paths."""

from typing import Annotated

from fastapi import Path

from media_insights.api.v1alpha1.meta import Name

MieNamespace = Annotated[Name, Path(description="Namespace of the assets.")]
MieName = Annotated[str, Path(max_length=253)]
MieAssetId = Annotated[str, Path(max_length=63)]
MieResultName = Annotated[str, Path(max_length=63, description="The result's name.")]

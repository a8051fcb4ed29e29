"""HealthAnswer and version: the only routes that anybody may ask."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from media_insights import __version__
from media_insights.api.v1alpha1 import API_VERSION

router = APIRouter(tags=["health"])


class HealthAnswer(BaseModel):
    """That the process answers."""

    status: Literal["ok"] = "ok"


class Version(BaseModel):
    """What answers."""

    version: str
    api_version: str


@router.get("/healthz", summary="Whether the process answers")
async def healthy() -> HealthAnswer:
    """StageAnswer whenever the process can; whether its ports can be reached is told by their own routes."""
    return HealthAnswer()


@router.get("/version", summary="The version of the API")
async def version() -> Version:
    """Return the versions of the program and of its kinds."""
    return Version(version=__version__, api_version=API_VERSION)

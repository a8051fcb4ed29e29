"""Routes of the engine that are answered with a sentence about what takes their place."""

from fastapi import APIRouter

from media_insights.rest.access import Accessed
from media_insights.rest.problems import ApiRefusal, declared

router = APIRouter(prefix="/mie/{namespace}", tags=["Media Insights Engine: not here"])
_SERVICES = "AWS services are not behind this API: lists of terms are files that parameters name"
_INSTEAD = {
    ("GET", "/service/{path:path}"): _SERVICES,
    ("POST", "/service/{path:path}"): _SERVICES,
}
"""Method and path → what takes its place."""


def _add(method: str, path: str, sentence: str) -> None:
    async def refuse(_: Accessed) -> None:
        raise ApiRefusal(501, "not-implemented", sentence)

    refuse.__name__ = f"refuse_{method}_{path}".lower()
    refuse.__doc__ = f"Answer 501: {sentence}."
    router.add_api_route(path, refuse, methods=[method], responses=declared(501), summary="Not here")


for (_method, _path), _sentence in _INSTEAD.items():
    _add(_method, _path, _sentence)

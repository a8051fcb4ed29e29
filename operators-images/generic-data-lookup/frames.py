"""The size of the image that boxes in pixels refer to: told by parameters, or by the file itself."""

from dataclasses import dataclass
from typing import Any

from media_operator import BadParameters


@dataclass(frozen=True)
class Frame:
    """Width and height in pixels."""

    width: float
    height: float

    def length_beside(self, edge: str) -> float:
        """Return the frame's length that an edge of a box is a part of."""
        return self.width if edge in {"Left", "Width"} else self.height


def frame_of(parameters: dict[str, Any], document: dict[str, Any], place: str) -> Frame:
    """Return the declared size. Raises BadParameters, naming the `place` of a box in pixels, when there is none."""
    width = parameters["frameWidth"] or _declared(document, "FrameWidth")
    height = parameters["frameHeight"] or _declared(document, "FrameHeight")
    if width and height:
        return Frame(width, height)
    raise BadParameters(
        f"{place} is in pixels, of a frame of unknown size: set frameWidth and frameHeight "
        "(files made for MIE: 1280 and 720), or boxes to Fractions"
    )


def _declared(document: dict[str, Any], name: str) -> float:
    """Return a size that the file declares, 0 when it does not."""
    metadata = document.get("VideoMetadata")
    for holder in (document, metadata):
        value = holder.get(name) if isinstance(holder, dict) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
            return float(value)
    return 0.0

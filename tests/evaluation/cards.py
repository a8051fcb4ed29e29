"""Pictures with known text: lines drawn in a font, a size and a look, on a plain ground or on a photograph."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.operators import media
from tests.operators.pictures import drawn

DRAW = (
    "lines, size, ink, paper, stroke = {lines!r}, {size}, {ink!r}, {paper!r}, {stroke}\n"
    "picture = Image.new('RGB', (1280, 720), paper)\n"
    "if len(sys.argv) > 2:\n"
    "    photograph = Image.open(sys.argv[2]).convert('RGB')\n"
    "    picture = ImageOps.fit(photograph, (1280, 720))\n"
    "font = ImageFont.truetype(sys.argv[1], size)\n"
    "for number, text in enumerate(lines):\n"
    "    place = (60, 80 + number * 2 * size)\n"
    "    ImageDraw.Draw(picture).text(place, text, font=font, fill=ink, stroke_width=stroke, stroke_fill='black')\n"
    "picture.save(out, 'JPEG', quality=90)"
)


@dataclass(frozen=True)
class Card:
    """Lines of text and how they are drawn; `size` is the font's height in pixels of a 720-line picture."""

    lines: tuple[str, ...]
    font: str
    size: int
    ink: str = "#ffffff"
    paper: str = "#000000"
    photograph: str = ""
    """A test picture behind the text; the letters then have a black edge, as subtitles do."""

    @property
    def text(self) -> str:
        """What is to be read, in order."""
        return " ".join(self.lines)


def written(cards: Sequence[Card], folder: Path) -> list[Path]:
    """Draw the cards and return their paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:03}.jpg" for number in range(len(cards))]
    for card, path in zip(cards, paths, strict=True):
        path.write_bytes(_picture(card))
    return paths


def _picture(card: Card) -> bytes:
    code = DRAW.format(
        lines=card.lines, size=card.size, ink=card.ink, paper=card.paper, stroke=2 if card.photograph else 0
    )
    behind = [str(media.fetch(card.photograph))] if card.photograph else []
    return drawn(code, str(media.fetch(card.font)), *behind)

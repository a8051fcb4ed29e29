"""Odd pictures."""

from functools import cache

from tests.hostile.oddities import READS_HEADERS, Oddity
from tests.operators import media
from tests.operators.pictures import changed, drawn, png_that_claims


@cache
def pictures() -> tuple[Oddity, ...]:
    """Return the odd pictures."""
    return (
        Oddity("half of a JPEG", lambda _: _half(media.fetch("obama").read_bytes())),
        Oddity("one pixel", lambda _: drawn("Image.new('RGB', (1, 1), 'red').save(out, 'PNG')"), "answer"),
        Oddity(
            "a PNG that claims 16384 by 16384 pixels",
            lambda _: png_that_claims(16_384, 16_384),
            "refusal",
            READS_HEADERS,
        ),
        Oddity(
            "a PNG that claims more pixels than there are numbers for",
            lambda _: png_that_claims(2**31 - 1, 2**31 - 1),
            "refusal",
            READS_HEADERS,
        ),
        Oddity(
            "a line of 16000 pixels", lambda _: drawn("Image.new('RGB', (16000, 1), 'red').save(out, 'PNG')"), "answer"
        ),
        Oddity(
            "a see-through picture",
            lambda _: changed("astronaut", "picture.putalpha(90); picture.save(out, 'PNG')"),
            "answer",
        ),
        Oddity(
            "sixteen bits a colour",
            lambda _: changed("astronaut", "picture.convert('I;16').save(out, 'PNG')"),
            "answer",
        ),
        Oddity(
            "four printing inks", lambda _: changed("astronaut", "picture.convert('CMYK').save(out, 'JPEG')"), "answer"
        ),
        Oddity(
            "a photograph on its side",
            lambda _: changed("astronaut", "tags = Image.Exif(); tags[274] = 6; picture.save(out, 'JPEG', exif=tags)"),
            "answer",
        ),
        Oddity(
            "tags that are damaged",
            lambda _: changed("astronaut", "picture.save(out, 'JPEG', exif=b'Exif\\0\\0MM\\0*' + b'\\xff' * 64)"),
            "answer",
        ),
        Oddity(
            "an animation",
            lambda _: changed(
                "astronaut", "picture.save(out, 'GIF', save_all=True, append_images=[ImageOps.mirror(picture)])"
            ),
        ),
        Oddity(
            "a TIFF of three pages",
            lambda _: changed(
                "astronaut", "picture.save(out, 'TIFF', save_all=True, append_images=[picture, picture])"
            ),
        ),
    )


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]

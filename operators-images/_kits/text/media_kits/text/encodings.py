"""Which encoding a text file is in: its byte order mark, UTF-8, else the old code page whose language it reads as.

Old code pages say nothing about themselves. A page is believed when the letters beyond ASCII, read by it, are
those that are frequent in its language; a reader is told what was guessed.
"""

import codecs
from dataclasses import dataclass

from media_operator.errors import UnusableInput

SAMPLE = 50_000
"""Bytes that are looked at."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = "éèàùçâêîôûëïüöäßñáíóúãõåæøœ¿¡«»’‘“”–—…°ÉÀÄÖÜÅØ\xa0"
_CYRILLIC = "оеаинтсрвлкмдпуяыьі"
_LATIN_PAGES = (
    ("cp1252", _LATIN),
    ("cp1254", "çğıöşüâîûÇĞİÖŞÜ’“”–…"),
    ("cp1250", "ąćęłńóśźżáčďéěíňřšťúůýžőűăâîşţäöüô„”’–…"),
)
_OTHER_PAGES = (
    ("cp1251", _CYRILLIC),
    ("koi8-r", _CYRILLIC),
    ("cp866", _CYRILLIC),
    ("cp1253", "αοιετσνηυρπκμλςόάίέ"),
    ("cp1255", "יוהלארתבשמנםד"),
    ("cp1256", "اليمنوترعبدسفكهةق"),
    ("cp874", "านรอกเงมยลวดทสตะิีัุ่้์"),
    ("cp932", "".join(map(chr, range(0x3041, 0x30FF))) + "。、「」ー日人大一年出本中子見"),
    ("cp949", "이다는을를의에가하고은지한도로나어서그해사아니요들시있기안녕세잘내인무것야네물론게면만"),
    (
        "gb18030",
        "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会好没什么吗，。？！、",
    ),
    ("big5", "的一是了我不人在他有這個上們來到時大地為子中你說生國年著就那和要她出也得裡後自以會好沒什麼嗎，。？！、"),
)
"""Code page, and the most frequent of the characters beyond ASCII in its texts."""
_THOUSANDS = frozenset({"gb18030", "big5", "cp949"})
"""Pages whose texts have thousands of characters: a third of frequent ones is much."""


@dataclass(frozen=True)
class Decoded:
    """A text, and its encoding where that had to be guessed, else ""."""

    text: str
    guessed: str = ""


def decoded(content: bytes, name: str = "text") -> Decoded:
    """Decode a text file. Raises UnusableInput when it is binary, or damaged in the encoding that it says."""
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "") or _wide(content)
    try:
        found = Decoded(content.decode(encoding or "utf-8"))
    except UnicodeDecodeError as error:
        if encoding:
            raise UnusableInput(f"the input {name!r} is damaged {encoding} text: {error.reason}") from error
        page = _page_of(content)
        found = Decoded(content.decode(page, errors="replace"), _display_name(page))
    if sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in found.text) > len(found.text) // 1000:
        raise UnusableInput(f"the input {name!r} is not text but binary content")
    return found


def _wide(content: bytes) -> str:
    """Return UTF-16 without a mark: every other byte of what is mostly ASCII is zero."""
    even, odd = content[:SAMPLE:2], content[1:SAMPLE:2]
    if len(content) < 4 or not odd:
        return ""
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.05 * len(odd) else ""


def _page_of(content: bytes) -> str:
    pages = _OTHER_PAGES if _is_dense(content[:SAMPLE]) else _LATIN_PAGES
    scores = {page: _score(content[:SAMPLE], page, frozenset(frequent)) for page, frequent in pages}
    return max(scores, key=scores.__getitem__)


def _is_dense(content: bytes) -> bool:
    """Return whether most letters are beyond ASCII, as in every script but Latin."""
    beyond = sum(byte > 127 for byte in content)
    return beyond > sum(65 <= byte & 0xDF <= 90 for byte in content if byte < 128)


def _score(content: bytes, page: str, frequent: frozenset[str]) -> float:
    """Return the share of characters beyond ASCII that are frequent in the page's language."""
    try:
        text = content.decode(page)
    except UnicodeDecodeError as error:
        if error.start < len(content) - 3 or page == "cp1252":  # else the sample ends within a character
            text = content.decode(page, errors="replace") if page == "cp1252" else ""
        else:
            text = content[: error.start].decode(page)
    beyond = [char for char in text if not char.isascii()]
    share = sum(char in frequent for char in beyond) / len(beyond) if beyond else 0.0
    return min(0.99, 2.5 * share) if page in _THOUSANDS else share


def _display_name(page: str) -> str:
    return _NAMES.get(page) or page.replace("cp", "Windows-")


_NAMES = {
    "big5": "Big5",
    "cp866": "IBM 866",
    "cp932": "Shift JIS",
    "cp949": "Korean (949)",
    "gb18030": "GB 18030",
    "koi8-r": "KOI8-R",
}

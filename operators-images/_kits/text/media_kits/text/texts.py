"""Text to analyse: what is said (a transcript in Transcribe's shape) or a text file in any common encoding."""

import codecs
import json
from dataclasses import dataclass
from typing import Any

from media_operator.errors import UnusableInput
from media_operator.operators import Operator

MAX_BYTES = 64 * 2**20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Text:
    """A text, the transcript it comes from (None for a text file), and its language code where that is known."""

    text: str
    transcript: dict[str, Any] | None = None

    @property
    def language(self) -> str | None:
        """Return the language's ISO 639 code as the transcript says, without a region."""
        return language_of_transcript(self.transcript)


def language_of_transcript(transcript: Any) -> str | None:
    """Return the language's ISO 639 code as a transcript in Transcribe's shape says, without a region."""
    try:
        code = transcript["results"].get("language_code")
    except (KeyError, TypeError, AttributeError):
        return None
    return code.split("-")[0].lower() if isinstance(code, str) and code else None


def read_text(operator: Operator, *inputs: str) -> Text:
    """Return the text of the first of `inputs` that is there; a transcript as JSON is recognised by its shape.

    Raises UnusableInput when none is there, or when the one that is holds no text, or is no transcript although it is
    wired to the result of an operator.
    """
    for name in inputs:
        if path := operator.input(name):
            if path.stat().st_size > MAX_BYTES:
                raise UnusableInput(f"the input {name!r} is larger than {MAX_BYTES} bytes")
            return _text_of(operator, name, decode_text(path.read_bytes(), name))
    raise UnusableInput(f"there is no text: none of the inputs {', '.join(inputs)} exists")


def decode_text(content: bytes, name: str = "text") -> str:
    """Decode a text file: by its byte order mark, else UTF-8, else Latin-1 (Windows-1252, as browsers read it).

    Raises UnusableInput when it is binary.
    """
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise UnusableInput(f"the input {name!r} is damaged {encoding} text: {error.reason}") from error
        text = content.decode("cp1252", errors="replace")
    if sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in text) > len(text) // 1000:
        raise UnusableInput(f"the input {name!r} is not text but binary content")
    return text


def _text_of(operator: Operator, name: str, text: str) -> Text:
    try:
        transcript = json.loads(text)
        return Text(" ".join(one["transcript"] for one in transcript["results"]["transcripts"]), transcript)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if operator.result(name):
            what = "it has no results.transcripts[].transcript"
            raise UnusableInput(f"the input {name!r} is no transcript in Transcribe's shape: {what}") from error
        return Text(text)

"""Text to analyse: what is said (a transcript in Transcribe's shape) or a text file in any common encoding."""

import json
from dataclasses import dataclass
from typing import Any

from media_kits.text.encodings import decoded
from media_operator.errors import UnusableInput
from media_operator.operators import Operator
from media_operator.result_warnings import Reason

MAX_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Text:
    """A text, the transcript it comes from (None for a text file), and its language code where that is known."""

    text: str
    transcript: dict[str, Any] | None = None
    told: str | None = None
    """The language that a parameter says."""

    @property
    def language(self) -> str | None:
        """Return the language's ISO 639 code as a parameter or the transcript says, the latter without a region."""
        return self.told or language_of_transcript(self.transcript)


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
            found = decoded(path.read_bytes(), name)
            if found.guessed:
                operator.warn(Reason.GUESSED, f"the input {name!r} is not UTF-8; it was read as {found.guessed}")
            return _text_of(operator, name, found.text)
    raise UnusableInput(f"there is no text: none of the inputs {', '.join(inputs)} exists")


def decode_text(content: bytes, name: str = "text") -> str:
    """Decode a text file: by its byte order mark, else UTF-8, else the old code page that it most likely is in.

    Raises UnusableInput when it is binary.
    """
    return decoded(content, name).text


def _text_of(operator: Operator, name: str, text: str) -> Text:
    try:
        transcript = json.loads(text)
        return Text(" ".join(one["transcript"] for one in transcript["results"]["transcripts"]), transcript)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if operator.result(name):
            what = "it has no results.transcripts[].transcript"
            raise UnusableInput(f"the input {name!r} is no transcript in Transcribe's shape: {what}") from error
        return Text(text)

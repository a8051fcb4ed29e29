"""From which language is translated: as the parameter says, else as operators before found out."""

from typing import Any

from media_kits.text.english import is_english
from media_kits.text.texts import language_of_transcript
from media_operator.errors import BadParameters
from media_operator.operators import Operator

AUTO, UNKNOWN = "auto", "und"


def source_language(operator: Operator, text: str) -> str:
    """Return the language of a text; `und` of an empty one. Raises BadParameters when nothing tells it.

    In this order: the parameter `sourceLanguage`, the inputs `transcript` and `languages` (a result of
    language-identification), the function words of English.
    """
    given: str = operator.parameters["sourceLanguage"]
    if given != AUTO:
        return given
    told = language_of_transcript(operator.json("transcript")) or _identified(operator.json("languages"))
    if told or not any(map(str.isalpha, text)):
        return told or UNKNOWN
    if is_english(text):
        return "en"
    raise BadParameters(
        "sourceLanguage: nothing tells the language of the text; give its ISO 639 code, or run language-identification"
    )


def _identified(result: Any) -> str | None:
    try:
        return str(result["Languages"][0]["LanguageCode"])
    except (KeyError, IndexError, TypeError):
        return None

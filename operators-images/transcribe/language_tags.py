"""Language tags (BCP 47): the language that is spoken, and its region where somebody says it. Nothing guesses one."""

import re

_TOLD = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?-([A-Za-z]{2}|[0-9]{3})")


def tag_of(language: str, region: str, told: str) -> str:
    """Return `en-US` for `en` and a region, or for `en` and what a file says of itself when that is `en-US`."""
    if region:
        return f"{language}-{region}"
    of_file = _TOLD.fullmatch(told)
    return f"{language}-{of_file[2].upper()}" if of_file and of_file[1].lower() == language else language

"""Commands that are printed to be copied into a shell: a name in them is one word of it, and is seen."""

import shlex
from collections.abc import Iterable

from media_insights.domain.wording import is_visible


def shell_command(words: Iterable[str]) -> str:
    """Return a command line that means exactly these words in bash, zsh and ksh.

    What a terminal would obey or hide stands in it as a number of ``$'…'``, of which the shell makes the character.
    """
    return " ".join(map(_word, words))


def _word(word: str) -> str:
    if all(map(is_visible, word)):
        return shlex.quote(word)
    return f"$'{''.join(map(_escape_of, word))}'"


def _escape_of(char: str) -> str:
    if is_visible(char):
        return f"\\{char}" if char in "\\'" else char
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))

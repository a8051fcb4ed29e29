"""Language tags (BCP 47), as far as translation needs them."""


def primary(code: str) -> str:
    """Return the language without script and region: ``pt`` of ``pt-BR``."""
    return code.replace("_", "-").split("-", maxsplit=1)[0].lower()


def is_same(left: str, right: str) -> bool:
    """Return whether nothing needs to be translated: ``en`` and ``en-GB`` are one, ``pt-PT`` and ``pt-BR`` are not."""
    regional = "-" in left and "-" in right
    return left.lower() == right.lower() if regional else primary(left) == primary(right)


def fits(offered: str, wanted: str) -> bool:
    """Return whether what is offered in one language serves who wants the other: ``es`` serves ``es-MX``."""
    return offered.lower() in {wanted.lower(), primary(wanted)}

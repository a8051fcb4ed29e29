"""my-operator: lists lines of a text. Replace the list by what the operator is for."""

from typing import Any

from media_kits.text.texts import read_text
from media_operator import Operator, run


def main(operator: Operator) -> dict[str, Any]:
    """Return one item for each line that has enough words, with its number."""
    lines = read_text(operator, "transcript", "text").text.splitlines()
    counted = [(number, line.strip(), len(line.split())) for number, line in enumerate(lines, start=1)]
    items = [
        {"Line": number, "Name": line, "Words": words}
        for number, line, words in counted
        if line and words >= operator.parameters["leastWords"]
    ]
    return {"Items": items}


if __name__ == "__main__":
    run(main)

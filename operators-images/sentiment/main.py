"""sentiment: positive, negative, neutral or mixed, for the whole and for each sentence."""

from collections.abc import Iterator
from typing import Any

from feeling import Feeling, feeling_of, overall

from media_kits.text.moments import Moments
from media_kits.text.reading import language_of, unread
from media_kits.text.sentences import batches_of
from media_kits.text.texts import read_text
from media_operator import Operator, run


def main(operator: Operator) -> dict[str, Any]:
    """Return Comprehend's Sentiment and SentimentScore, and Sentences with offsets and, in a transcript, times."""
    text = read_text(operator, "transcript", "text")
    if (told := unread(operator, text, "sentiment is told of")) is not None:
        return {"LanguageCode": language_of(text), "Sentences": [], **told}
    felt = list(_felt(text.text))
    moments = Moments(text.text, text.transcript)
    whole = overall([(feeling, end - begin) for begin, end, feeling in felt])
    return {
        "LanguageCode": language_of(text),
        "Sentiment": whole.sentiment,
        "SentimentScore": whole.scores,
        "Sentences": [_listed(text.text, *each) | moments.of(each[0], each[1]) for each in felt],
    }


def _felt(text: str) -> Iterator[tuple[int, int, Feeling]]:
    for batch in batches_of(text, 64, "en"):
        for offset, sentence in batch:
            if any(map(str.isalnum, sentence)):
                begin = offset + len(sentence) - len(sentence.lstrip())
                yield begin, offset + len(sentence.rstrip()), feeling_of(sentence)


def _listed(text: str, begin: int, end: int, feeling: Feeling) -> dict[str, Any]:
    return {
        "Text": text[begin:end],
        "Sentiment": feeling.sentiment,
        "Score": feeling.scores[feeling.sentiment.capitalize()],
        "SentimentScore": feeling.scores,
        "BeginOffset": begin,
        "EndOffset": end,
    }


if __name__ == "__main__":
    run(main)

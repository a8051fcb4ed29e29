"""Insights about the text: keywords and sentiments."""

from media_insights.exports.insights.instances import Insight, grouped, instances, mean, millis
from media_insights.results.comprehension import KeyPhrases, Sentiment

_FEELINGS = {"POSITIVE": "Positive", "NEGATIVE": "Negative", "NEUTRAL": "Neutral", "MIXED": "Neutral"}


def keywords_of(result: KeyPhrases | None) -> list[Insight]:
    return (
        [
            {
                "id": number,
                "text": each.text,
                "confidence": each.score,
                "language": result.language_code,
                "instances": instances(
                    (millis(mention.start_time), millis(mention.end_time))
                    for mention in each.mentions
                    if mention.start_time is not None and mention.end_time is not None
                ),
            }
            for number, each in enumerate(result.key_phrases)
        ]
        if result
        else []
    )


def sentiments_of(result: Sentiment | None) -> list[Insight]:
    sentences = [each for each in result.sentences if each.start_time is not None] if result else []
    found = grouped((_FEELINGS[each.sentiment], each) for each in sentences)
    return [
        {
            "id": number,
            "averageScore": mean([each.score for each in felt]),
            "sentimentType": kind,
            "instances": instances(
                (millis(each.start_time or 0), millis(each.end_time or each.start_time or 0)) for each in felt
            ),
        }
        for number, (kind, felt) in enumerate(found.items())
    ]

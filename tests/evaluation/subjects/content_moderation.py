"""content-moderation: false alarms on harmless pictures. Others are not kept here, so that recall is unknown."""

from collections.abc import Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.running import Bench
from tests.evaluation.stills import zip_of
from tests.evaluation.truths import truth

OPERATOR = "content-moderation"
TRUE = {(23, "Alcohol"), (23, "Alcoholic Beverages"), (25, "Alcohol"), (25, "Alcoholic Beverages")}
"""(picture, label): a glass of red wine and a cocktail, seen by eye."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield alarms at the default confidence."""
    cases = truth("labels")
    answer = bench.run(OPERATOR, {"frames": zip_of(cases)}, seconds=len(cases))
    said = {(it["Timestamp"] // 1000, it["ModerationLabel"]["Name"]) for it in answer.result["ModerationLabels"]}
    persons = sum("Person" in case["shows"] for case in cases)
    size = f"{len(cases)} harmless pictures, {persons} of them of persons"
    nudity = {at for at, name in said if "Nudity" in name}
    yield Figure(OPERATOR, "pictures wrongly called explicit", len(nudity), size, digits=0)
    yield Figure(OPERATOR, "other wrong labels", len({it for it in said - TRUE if it[0] not in nudity}), size, digits=0)

"""notify: tells another system over HTTP that a run has come so far, and where its results are."""

import os
import time
from typing import Any

from addresses import addresses_of, route_of
from events import content_of, event_of, headers_of, key_of

from media_kits.http.client import Answer, Patience, Route, post
from media_operator import BadParameters, Operator, TryAgain, run

MOST_BYTES = 65_536
"""Bytes of an answer that are read: all that is wanted is a status and, when it is bad, a sentence."""


def main(operator: Operator) -> dict[str, Any]:
    """Post the event and return how that went."""
    parameters = operator.parameters
    secret = os.environ.get("MEDIA_INSIGHTS_SECRET", "notify-webhook")
    key = key_of(os.environ.get("WEBHOOK_SIGNING_KEY", "").strip(), f"WEBHOOK_SIGNING_KEY in the Secret {secret!r}")
    route = route_of(parameters["url"], os.environ, addresses_of)
    event = event_of(operator.context, parameters["type"], parameters["message"])
    content = content_of(event)
    headers = headers_of(event["id"], content, key, int(time.time()))
    answer = post(route, content, headers, Patience(seconds=parameters["requestSeconds"], most_bytes=MOST_BYTES))
    _demand_taken(route, answer)
    return {
        "Id": event["id"],
        "Type": event["type"],
        "Host": route.url.name,
        "StatusCode": answer.status,
        "Attempts": answer.attempts,
        "Signed": key is not None,
    }


def _demand_taken(route: Route, answer: Answer) -> None:
    """Raise unless the receiver took the event: TryAgain where it may do so later."""
    if 200 <= answer.status < 300:
        return
    if 300 <= answer.status < 400:
        raise BadParameters(f"{route.url.name} redirects, which is not followed; give the address where it leads")
    said = f"{route.url.name} answered {answer.status}: {answer.sentence() or 'nothing more'}"
    if answer.temporary:
        raise TryAgain(f"{said} (tried {answer.attempts} times)")
    raise BadParameters(f"{said}; check the address, and what the receiver expects")


if __name__ == "__main__":
    run(main)

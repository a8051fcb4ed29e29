"""The webhook of ``serve``: where events go from this machine, and the key that signs them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from media_insights.cli.terminal.failures import USAGE, Failure

if TYPE_CHECKING:
    from media_insights.events.sinks import Sink

Webhook = Annotated[str, typer.Option("--webhook", help="Address that events are sent to, signed; see docs/events.md.")]
WebhookSecretFile = Annotated[
    Path | None, typer.Option("--webhook-secret-file", help="File with the key that signs them: 16 bytes or more.")
]
WebhookStates = Annotated[
    list[str] | None,
    typer.Option("--webhook-state", help="Of executions, send only that they enter this state; may be repeated."),
]
ANYWHERE = ("0.0.0.0/0", "::/0")
"""Networks that may be reached: who types the address has the machine's whole network, this process no more of it."""


def webhook_of(url: str, secret_file: Path | None, states: Sequence[str] = ()) -> "Sink | None":
    """Return the sink that the options name, None when none is given.

    Raises Failure, which names the option and what would be right.
    """
    from media_insights.events.signatures import parse_key  # noqa: PLC0415 - for those who are sent events only
    from media_insights.events.sinks import STATES, Selection  # noqa: PLC0415
    from media_insights.events.webhook_addresses import Networks, parse_webhook_url  # noqa: PLC0415
    from media_insights.events.webhook_sink import WebhookSink  # noqa: PLC0415

    if not url and secret_file is None and not states:
        return None
    if not url or secret_file is None:
        raise Failure("--webhook and --webhook-secret-file belong together: give both", code=USAGE)
    try:
        parse_webhook_url(url)
    except ValueError as error:
        raise Failure(f"--webhook: {error}", code=USAGE) from None
    try:
        key = parse_key(secret_file.read_text("utf-8").strip())
    except OSError as error:
        raise Failure(f"--webhook-secret-file {secret_file} cannot be read: {error.strerror}", code=USAGE) from None
    except ValueError as error:
        raise Failure(f"--webhook-secret-file {secret_file}: {error}", code=USAGE) from None
    if unknown := [each for each in states if each not in STATES]:
        message = f"--webhook-state {unknown[0]}: states of an execution are {', '.join(STATES)}"
        raise Failure(message, code=USAGE)
    selection = Selection(states=tuple(states))
    return WebhookSink(name="webhook", url=url, key=key, networks=Networks.of(ANYWHERE), selection=selection)

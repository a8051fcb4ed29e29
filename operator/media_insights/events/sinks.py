"""Sinks: where events go, which of them, and how an attempt may end."""

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from media_insights.api.v1alpha1.execution import State
from media_insights.events.cloud_events import EXECUTION_CHANGED, CloudEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt to deliver an event ended."""

    verdict: Literal["Taken", "Later", "Refused"]
    """Later: the sink may take it another time. Refused: it never will, as it is."""
    why: str = ""
    """For people: what the sink said, or what kept us from reaching it."""
    pause: float = 0.0
    """Seconds that the sink asks to wait; 0: it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which events a sink is sent."""

    namespaces: tuple[str, ...] = ()
    """Empty: all."""
    types: tuple[str, ...] = ()
    """Types, or beginnings of types that end in a dot; empty: all."""
    states: tuple[str, ...] = ()
    """Of executions: only that one of these states is entered; empty: everything that changes."""

    def covers(self, namespace: str, event: CloudEvent) -> bool:
        """Return whether an event of a namespace is meant."""
        chosen = not self.types or any(_is_of(event.type, each) for each in self.types)
        return chosen and self._covers_state(event) and (not self.namespaces or namespace in self.namespaces)

    def _covers_state(self, event: CloudEvent) -> bool:
        """Return whether a state is meant; the reason of an execution that enters one is the state's name."""
        return not self.states or event.type != EXECUTION_CHANGED or event.data.reason in self.states


STATES = tuple(each for each in get_args(State) if each)
"""States of executions that a sink may select, in the order in which they come."""


DAY = 86_400.0
"""Seconds; the default of a sink's ``give_up_seconds``."""


class Sink(Protocol):
    """Takes one event after the other; several at once for different assets."""

    @property
    def name(self) -> str:
        """Its name: of metrics, and of the folder of what it did not take."""

    @property
    def selection(self) -> Selection:
        """Which events it is sent."""

    @property
    def give_up_seconds(self) -> float:
        """How long it may not take an event before it is put aside for it, and the next one is tried."""

    async def send(self, event: CloudEvent) -> Outcome:
        """Send an event once; every way to fail is an outcome."""

    async def close(self) -> None:
        """End its connections."""


def _is_of(type_: str, wanted: str) -> bool:
    return type_.startswith(wanted) if wanted.endswith(".") else type_ == wanted

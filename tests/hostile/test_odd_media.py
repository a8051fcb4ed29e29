"""Whatever file comes in: an answer, or a sentence with exit code 66. Never a hang, a crash, a connection."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from media_insights.local.catalogue import operators_in
from tests.hostile import films, frames, pictures, sounds, strangers, texts
from tests.hostile.oddities import Oddity
from tests.hostile.trials import Target, problems_of, targets
from tests.operators.runs import OPERATORS

FAMILIES = {
    "Video": "films",
    "ProxyEncode": "films",
    "Audio": "sounds",
    "AudioProxy": "sounds",
    "Image": "pictures",
    "Frames": "frames",
    "Text": "texts",
    "Transcript": "texts",
}
TARGETS = targets(list(operators_in(OPERATORS)))
CASES = sorted(
    {(str(each), FAMILIES[medium]) for each in TARGETS for medium in each.input.media or () if medium in FAMILIES}
    | {(str(target), "anything") for target in TARGETS if target.input.media}
    | {(str(target), "documents") for target in TARGETS if not target.input.media}
)


class Listener:
    """Counts who connects to a port on loopback."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.visitors = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self.socket.accept()
                self.visitors += 1
                visitor.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.socket.close()


def oddities(family: str, target: Target, port: int) -> tuple[Oddity, ...]:
    """Return what to try; whoever reads text reads any text, a playlist too."""
    if family == "anything":
        readable = {"Text", "Transcript"} & set(target.input.media or ())
        return () if readable else strangers.refused_everywhere(port)
    return {
        "films": films.films,
        "sounds": sounds.sounds,
        "pictures": pictures.pictures,
        "frames": frames.frames,
        "texts": texts.texts,
        "documents": texts.documents,
    }[family]()


@pytest.mark.parametrize(("name", "family"), CASES)
def test_odd_files_are_answered_or_refused(name: str, family: str, listener: Listener) -> None:
    target = next(each for each in TARGETS if str(each) == name)
    problems = problems_of(target, oddities(family, target, listener.port))

    assert not problems, "\n".join(problems)
    assert listener.visitors == 0, "something that the file names was connected to"

"""MPEG systems (ISO/IEC 13818-1): the program map of a transport stream, the packets of a program stream."""

from collections.abc import Iterator

from media_insights.domain.sources.windows import Window

PACKET = 188
_VIDEO = frozenset((0x01, 0x02, 0x10, 0x1B, 0x20, 0x21, 0x24, 0x33, 0x42, 0xD1, 0xD2, 0xEA))
_AUDIO = frozenset((0x03, 0x04, 0x0F, 0x11, 0x1C, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0xA1, 0xC2))
_PRIVATE_AUDIO = frozenset((0x6A, 0x7A, 0x7B, 0x7C))
"""Descriptors of DVB for AC-3, E-AC-3, DTS and AAC in a stream of private data."""

PRIVATE, REGISTRATION = 0x06, 0x05
_REGISTERED = {
    b"Opus": "audio",
    b"AC-3": "audio",
    b"EAC3": "audio",
    b"BSSD": "audio",
    b"AV01": "video",
    b"HEVC": "video",
}

MOST_PACKETS = 4096


def kinds_of_transport(window: Window) -> frozenset[str] | None:
    """Return the kinds of the streams of all programs; None when no program map is in the head."""
    start, step = next(((s, n) for s, n in ((0, 188), (4, 192), (0, 204)) if window.at(s + n, 1) == b"\x47"), (0, 188))
    maps: set[int] = set()
    found: set[str] = set()
    for place in range(start, len(window.head) - PACKET + 1, step):
        packet = window.at(place, PACKET)
        pid = int.from_bytes(packet[1:3], "big") & 0x1FFF
        if packet[0] == 0x47 and packet[1] & 0x40 and (pid == 0 or pid in maps):
            section = _section(packet)
            if pid == 0:
                maps |= set(_programs(section))
            else:
                found |= set(_streams(section))
    return frozenset(found) or None


def _section(packet: bytes) -> bytes:
    """Return the table that begins in the packet, without its checksum; what does not fit into it is missing."""
    body = 4 + (1 + packet[4] if packet[3] & 0x20 else 0)
    table = packet[body + 1 + packet[body] :] if body < PACKET else b""
    return table[: max(0, 3 + (int.from_bytes(table[1:3], "big") & 0xFFF) - 4)]


def _programs(section: bytes) -> Iterator[int]:
    for place in range(8, len(section) - 3, 4):
        if section[place : place + 2] != b"\0\0":
            yield int.from_bytes(section[place + 2 : place + 4], "big") & 0x1FFF


def _streams(section: bytes) -> Iterator[str]:
    if len(section) < 12 or section[0] != 2:
        return
    place = 12 + (int.from_bytes(section[10:12], "big") & 0xFFF)
    while place + 5 <= len(section):
        length = int.from_bytes(section[place + 3 : place + 5], "big") & 0xFFF
        yield _kind(section[place], section[place + 5 : place + 5 + length])
        place += 5 + length


def _kind(type_: int, descriptors: bytes) -> str:
    if type_ in _VIDEO:
        return "video"
    if type_ in _AUDIO:
        return "audio"
    return _private(descriptors) if type_ == PRIVATE else "other"


def _private(descriptors: bytes) -> str:
    place = 0
    while place + 2 <= len(descriptors):
        tag, length = descriptors[place], descriptors[place + 1]
        if tag in _PRIVATE_AUDIO:
            return "audio"
        if tag == REGISTRATION and descriptors[place + 2 : place + 6] in _REGISTERED:
            return _REGISTERED[descriptors[place + 2 : place + 6]]
        place += 2 + length
    return "other"


def kinds_of_program(window: Window) -> frozenset[str] | None:
    """Return the kinds of the streams of which a packet is in the head."""
    found: set[str] = set()
    place = 0
    for _ in range(MOST_PACKETS):
        header = window.head[place : place + 14]
        if len(header) < 14 or header[:3] != b"\0\0\1":
            break
        code = header[3]
        if 0xE0 <= code <= 0xEF or code == 0xFD:
            found.add("video")
        elif 0xC0 <= code <= 0xDF or code == 0xBD:
            found.add("audio")
        place += _length(header)
    return frozenset(found) or None


def _length(header: bytes) -> int:
    if header[3] != 0xBA:
        return 6 + int.from_bytes(header[4:6], "big")
    return 14 + (header[13] & 7) if header[4] & 0xC0 == 0x40 else 12

"""A window reads what is asked for, in few pieces, and never past the end of the file."""

from media_insights.domain.sources.windows import MOST_PIECES, PIECE_BYTES, Window

CONTENT = bytes(range(256)) * 100


class Reader:
    """Reads the content, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, start: int, length: int) -> bytes:
        self.count += 1
        return CONTENT[start : start + length]


def window(reader: Reader, head: int = 1000) -> Window:
    return Window(CONTENT[:head], len(CONTENT), reader)


def test_the_head_is_not_read_again() -> None:
    reader = Reader()
    assert window(reader).at(990, 10) == CONTENT[990:1000]
    assert reader.count == 0


def test_what_lies_behind_the_head_is_read_once() -> None:
    reader = Reader()
    seen = window(reader)
    assert seen.at(990, 30) == CONTENT[990:1020]
    assert seen.at(5000, 8) == CONTENT[5000:5008]
    assert seen.at(PIECE_BYTES - 4, 8) == CONTENT[PIECE_BYTES - 4 : PIECE_BYTES + 4]
    assert reader.count == 2


def test_nothing_is_behind_the_end() -> None:
    seen = window(Reader())
    assert seen.at(len(CONTENT) - 3, 10) == CONTENT[-3:]
    assert seen.at(len(CONTENT) + 5, 10) == b""
    assert seen.at(-5, 3) == b""


def test_of_one_file_only_so_many_pieces_are_read() -> None:
    seen = Window(b"", 10**9, lambda _start, length: b"x" * length)
    pieces = [seen.at(2 * PIECE_BYTES * number, 1) for number in range(MOST_PIECES + 1)]
    assert pieces == [b"x"] * MOST_PIECES + [b""]
    assert seen.is_exhausted


def test_a_head_alone_is_a_file() -> None:
    assert Window(b"abc", 3).at(1, 10) == b"bc"

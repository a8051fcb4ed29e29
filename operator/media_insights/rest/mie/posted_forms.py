"""Forms that bring a file (multipart/form-data, RFC 7578), read piece by piece: no file lies in memory or on a disk.

As in S3's POST, the file is the last field: what comes before it says what may be done with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from media_insights.rest.problems import ApiRefusal

MOST_FIELD_BYTES = 16 * 2**10
"""Bytes of the names and values of all fields before the file."""
MOST_FIELDS = 16
"""Fields before the file: two are used, and form libraries add some of their own."""
MOST_BYTES_BEFORE = 256 * 2**10
"""Bytes of whatever kind before the file: headers of fields, and what no field is made of."""
_FILE = "file"


@dataclass
class PostedForm:
    """A form as far as it has come."""

    fields: dict[str, str] = field(default_factory=dict)
    """Those before the file."""
    has_file: bool = False
    """Whether the file has begun: no further field comes."""
    is_whole: bool = False
    """Whether the file has ended."""
    content: bytearray = field(default_factory=bytearray)
    """Bytes of the file that nobody has taken yet."""
    _name: str = ""
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _text: bytearray = field(default_factory=bytearray)
    _bytes: int = 0
    """Of the names and values so far."""
    _count: int = 0
    """Fields so far, also those of one name."""

    def take(self, size: int) -> Iterator[bytes]:
        """Yield pieces of exactly that size, as long as there are so many bytes."""
        while len(self.content) >= size:
            piece = bytes(self.content[:size])
            del self.content[:size]
            yield piece

    def begin_part(self) -> None:
        """Begin a field."""
        self._name = ""
        self._text.clear()

    def end_header(self) -> None:
        """Take a header in: the one that has the field's name."""
        if bytes(self._header).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._header.clear()
        self._value.clear()

    def end_headers(self) -> None:
        """Begin a field's content."""
        if self.has_file:
            raise ApiRefusal(400, "bad-request", f"the field {_FILE} is the last one of the form")
        self.has_file = self._name == _FILE
        if not self.has_file:
            self._count += 1
            if self._count > MOST_FIELDS:
                raise ApiRefusal(413, "too-large", f"a form has at most {MOST_FIELDS} fields before the file")
            self._count_bytes(len(self._name.encode()))

    def add(self, data: bytes, start: int, end: int) -> None:
        """Take content in."""
        if self.has_file:
            self.content += data[start:end]
            return
        self._count_bytes(end - start)
        self._text += data[start:end]

    def end_part(self) -> None:
        """End a field."""
        if self.has_file:
            self.is_whole = True
        else:
            self.fields[self._name] = self._text.decode("utf-8", "replace")

    def in_header(self, data: bytes, start: int, end: int) -> None:
        """Take a part of a header's name in."""
        self._header += data[start:end]

    def in_value(self, data: bytes, start: int, end: int) -> None:
        """Take a part of a header's value in."""
        self._value += data[start:end]

    def _count_bytes(self, more: int) -> None:
        self._bytes += more
        if self._bytes > MOST_FIELD_BYTES:
            said = f"names and values of the fields before the file have at most {MOST_FIELD_BYTES} bytes"
            raise ApiRefusal(413, "too-large", said)


class FormParser:
    """Feeds a :class:`PostedForm` with the bytes of a request."""

    def __init__(self, content_type: str) -> None:
        """Raises ApiRefusal (400) for what is no such form."""
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise ApiRefusal(400, "bad-request", "send a form, multipart/form-data with a boundary")
        self.form = PostedForm()
        self._before = 0
        try:
            self._parser = MultipartParser(
                options[b"boundary"],
                {
                    "on_part_begin": self.form.begin_part,
                    "on_header_field": self.form.in_header,
                    "on_header_value": self.form.in_value,
                    "on_header_end": self.form.end_header,
                    "on_headers_finished": self.form.end_headers,
                    "on_part_data": self.form.add,
                    "on_part_end": self.form.end_part,
                },
            )
        except FormParserError as error:
            raise ApiRefusal(400, "bad-request", f"the form cannot be read: {error}") from error

    def write(self, chunk: bytes) -> None:
        """Read on. Raises ApiRefusal (400) for what cannot be read, and (413) for too much before the file."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise ApiRefusal(400, "bad-request", f"the form cannot be read: {error}") from error
        self._before += 0 if self.form.has_file else len(chunk)
        if self._before > MOST_BYTES_BEFORE:
            said = f"a form's file begins within its first {MOST_BYTES_BEFORE} bytes: send few fields before it"
            raise ApiRefusal(413, "too-large", said)

"""Forms that bring a file, however their bytes are cut."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.rest.mie import posted_forms
from media_insights.rest.mie.posted_forms import FormParser, PostedForm
from media_insights.rest.problems import ApiRefusal

TYPE = "multipart/form-data; boundary=xyz"


def form(*fields: tuple[str, bytes]) -> bytes:
    parts = [b'--xyz\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), v) for n, v in fields]
    return b"".join((*parts, b"--xyz--\r\n"))


def read(content: bytes, size: int = 7) -> PostedForm:
    parser = FormParser(TYPE)
    for start in range(0, len(content), size):
        parser.write(content[start : start + size])
    return parser.form


@given(file=st.binary(max_size=300), size=st.integers(1, 64))
def test_fields_and_file_are_read(file: bytes, size: int) -> None:
    found = read(form(("key", b"a/b"), ("policy", "Ä".encode()), ("file", file.replace(b"--xyz", b""))), size)
    assert found.fields == {"key": "a/b", "policy": "Ä"}
    assert (bytes(found.content), found.has_file, found.is_whole) == (file.replace(b"--xyz", b""), True, True)


@given(content=st.binary(max_size=300), size=st.integers(1, 64))
def test_any_bytes_are_read_or_refused(content: bytes, size: int) -> None:
    for start in (b"", b"--xyz\r\n", b'--xyz\r\nContent-Disposition: form-data; name="file"\r\n\r\n'):
        with contextlib.suppress(ApiRefusal):
            read(start + content, size)


def test_half_a_form_is_not_whole() -> None:
    assert not read(form(("file", b"abc"))[:-12]).is_whole
    assert list(read(form(("file", b"abcdefg"))).take(3)) == [b"abc", b"def"]


def test_the_file_is_the_last_field() -> None:
    with pytest.raises(ApiRefusal, match="last one"):
        read(form(("file", b"abc"), ("key", b"a")))


def test_fields_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posted_forms, "MOST_FIELD_BYTES", 10)
    with pytest.raises(ApiRefusal) as refused:
        read(form(("a", b"123456"), ("b", b"12345")))
    assert refused.value.status == 413


@pytest.mark.parametrize(
    "fields",
    [
        [("", b"")] * (posted_forms.MOST_FIELDS + 1),
        [(f"field-{number}", b"") for number in range(posted_forms.MOST_FIELDS + 1)],
        [(str(number) + "x" * 2000, b"") for number in range(9)],
        [("a", b"x" * posted_forms.MOST_FIELD_BYTES)],
        [("a", b"x" * 9000), ("a", b"x" * 9000)],
    ],
    ids=["empty fields of one name", "empty fields", "long names", "a long value", "one name again"],
)
def test_fields_that_are_many_or_long_are_refused(fields: list[tuple[str, bytes]]) -> None:
    with pytest.raises(ApiRefusal, match="before the file") as refused:
        read(form(*fields, ("file", b"abc")), 1000)
    assert (refused.value.status, refused.value.code) == (413, "too-large")


def test_as_many_fields_as_allowed_are_read() -> None:
    fields = [(f"field-{number}", b"x" * 900) for number in range(posted_forms.MOST_FIELDS)]
    assert len(read(form(*fields, ("file", b"abc")), 1000).fields) == posted_forms.MOST_FIELDS


@pytest.mark.parametrize(
    "part",
    [b"\r\n", b"--xyz\r\n" + (b"X-Long: " + b"x" * 4000 + b"\r\n") * 8 + b"\r\n\r\n", b"--xyz\r\n\r\n\r\n"],
    ids=["before the first field", "headers", "fields without a name"],
)
def test_the_file_begins_soon(part: bytes) -> None:
    with pytest.raises(ApiRefusal, match="before"):
        read(part * (posted_forms.MOST_BYTES_BEFORE // len(part) + 2), 1000)


def test_a_long_file_is_no_long_beginning() -> None:
    content = b"x" * (posted_forms.MOST_BYTES_BEFORE + 1)
    assert bytes(read(form(("file", content)), len(content)).content) == content


def test_a_boundary_that_no_form_has_is_refused() -> None:
    with pytest.raises(ApiRefusal, match="cannot be read"):
        FormParser("multipart/form-data; boundary=" + "x" * 300)


@pytest.mark.parametrize("kind", ["", "application/json", "multipart/form-data", "multipart/mixed; boundary=x"])
def test_what_is_no_form_is_refused(kind: str) -> None:
    with pytest.raises(ApiRefusal, match="multipart/form-data"):
        FormParser(kind)

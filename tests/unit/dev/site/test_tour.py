"""The tour shows every screenshot that there is, names pages that are photographed, and says what is missing."""

from pathlib import Path

from dev.screenshots import pages
from dev.site.tour import MISSING, SEEN, write_tour


def test_without_screenshots_it_says_how_they_are_made(tmp_path: Path) -> None:
    write_tour(tmp_path / "none", tmp_path / "tour")
    assert MISSING in (tmp_path / "tour/README.md").read_text("utf-8")
    assert [each.name for each in (tmp_path / "tour").iterdir()] == ["README.md"]


def test_what_is_there_is_shown_and_what_is_not_is_left_out(tmp_path: Path) -> None:
    for variant, name in (
        ("desk-light", "library"),
        ("desk-dark", "library"),
        ("desk-light", "asset"),
        ("telephone", "x"),
    ):
        (tmp_path / variant).mkdir(exist_ok=True)
        (tmp_path / variant / f"{name}.png").write_bytes(b"png")
    write_tour(tmp_path, tmp_path / "tour")
    text = (tmp_path / "tour/README.md").read_text("utf-8")
    shown = [line.rpartition("(")[2].rstrip(")") for line in text.splitlines() if line.startswith("![")]
    assert shown == ["library-desk-light.png", "library-desk-dark.png", "asset-desk-light.png"]
    assert all((tmp_path / "tour" / each).is_file() for each in shown)
    assert MISSING not in text


def test_every_page_of_the_tour_is_photographed() -> None:
    always = {each.name for each in pages._EVERYWHERE}
    of_a_video = {"asset", *(f"asset-{tab}" for tab in pages._TABS), *(f"run-{view}" for view in ("graph", "list"))}
    assert set(SEEN) <= always | of_a_video

"""The readable end of an analysis: what was found, on one screen of stdout."""

import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from media_insights.cli.terminal import copies, highlights, spoken
from media_insights.cli.terminal.highlights import Seen
from media_insights.cli.terminal.loose import Results
from media_insights.cli.terminal.outcome import Outcome
from media_insights.cli.terminal.progress import COLOURS
from media_insights.cli.terminal.spans import Span, read, timecode

MOST = 12
"""Rows of a list that are shown; `results` shows all."""
TWO_LINES = 230
"""Characters of a summary that are shown."""


def print_summary(outcome: Outcome, results: Results, more: Sequence[str] = ()) -> None:
    """Print the outcome and what the results tell; ``more`` are lines that say where to look next."""
    width = None if sys.stdout.isatty() else 120
    # what is in a film is no markup: "[/b]" on a sign would be an error
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width)
    console.print(_heading(outcome))
    for title, body in _parts(results):
        console.print(Text(title, "bold"))
        console.print(Padding(body, (0, 0, 0, 2)))
    if any(each["status"] not in ("Complete", "Skipped") for each in outcome.operators.values()):
        console.print(Padding(_operators(outcome), (0, 0, 0, 2)))
    for line in more:
        console.print(Text(line, "dim"))


def _heading(outcome: Outcome) -> Group:
    done = [each["seconds"] or 0.0 for each in outcome.operators.values() if each["status"] == "Complete"]
    line = Text.assemble(
        (outcome.asset, "bold"),
        "  ",
        (outcome.status, COLOURS.get(outcome.status, "bold red")),
        f"  {len(done)} operators, {sum(done):.0f} s of work" if done else "",
    )
    return Group(line, *([Text(outcome.message, "red")] if outcome.message and outcome.exit_code else []))


def _parts(results: Results) -> Iterator[tuple[str, RenderableType]]:
    yield from _media(results)
    yield from _shots(results)
    yield from _sightings("Labels", highlights.labels_of(results))
    yield from _faces(results)
    yield from _persons(results)
    yield from _sightings("People known", highlights.people_of(results))
    yield from _moderation(results)
    yield from _sightings("Text in the picture", highlights.texts_of(results))
    yield from _kinds("Technical cues", highlights.cues_of(results))
    yield from _kinds("Sound", highlights.sounds_of(results))
    yield from _digest(results)
    yield from _speech(results)
    yield from _translation(results)
    yield from _mood(results)
    yield from _entities(results)
    yield from _copies(results)


def _media(results: Results) -> Iterator[tuple[str, RenderableType]]:
    duration, picture = highlights.duration_of(results), highlights.picture_of(results)
    facts = [timecode(duration) if duration else "", picture]
    if any(facts):
        yield "Media", Text(", ".join(fact for fact in facts if fact))


def _shots(results: Results) -> Iterator[tuple[str, RenderableType]]:
    shots = highlights.shots_of(results)
    if shots:
        yield f"Shots ({len(shots)})", Text(read(shots, MOST))


def _sightings(title: str, seen: Sequence[Seen]) -> Iterator[tuple[str, RenderableType]]:
    if not seen:
        return
    table = Table.grid(padding=(0, 2))
    for each in seen[:MOST]:
        table.add_row(each.name, f"{each.confidence:.0f} %", Text(read(each.spans), "dim"))
    if len(seen) > MOST:
        table.add_row(Text(f"+{len(seen) - MOST} more", "dim"), "", "")
    yield f"{title} ({len(seen)})", table


def _faces(results: Results) -> Iterator[tuple[str, RenderableType]]:
    faces = highlights.faces_of(results)
    if faces and faces.sightings:
        times = f": {read(faces.spans, MOST)}" if faces.spans else ""
        yield "Faces", Text(f"{faces.sightings} sightings, at most {faces.most_at_once} at once{times}")
    elif faces:
        yield "Faces", Text("none", "dim")


def _persons(results: Results) -> Iterator[tuple[str, RenderableType]]:
    persons = highlights.persons_of(results)
    if persons and persons.count:
        appear = f"{persons.count} appearances, at most {persons.most_at_once} at once: {read(persons.spans, MOST)}"
        yield "Persons", Text(appear)
    elif persons:
        yield "Persons", Text("none", "dim")


def _moderation(results: Results) -> Iterator[tuple[str, RenderableType]]:
    seen = highlights.moderation_of(results)
    if seen:
        yield from _sightings("Moderation", seen)
    elif seen is not None:
        yield "Moderation", Text("nothing found", "dim")


def _kinds(title: str, kinds: Mapping[str, Sequence[Span]]) -> Iterator[tuple[str, RenderableType]]:
    if kinds:
        table = Table.grid(padding=(0, 2))
        for kind, spans in kinds.items():
            table.add_row(kind, Text(read(spans), "dim"))
        yield title, table


def _mood(results: Results) -> Iterator[tuple[str, RenderableType]]:
    if mood := spoken.mood_of(results):
        yield "Sentiment", Text(mood)


def _digest(results: Results) -> Iterator[tuple[str, RenderableType]]:
    digest = spoken.digest_of(results)
    if digest:
        yield "Summary", Text(textwrap.shorten(digest.text, TWO_LINES, placeholder=" …"))
        if digest.topics:
            yield f"Topics ({len(digest.topics)})", Text(", ".join(digest.topics[:MOST]))


def _speech(results: Results) -> Iterator[tuple[str, RenderableType]]:
    said = spoken.transcript_of(results)
    if said is None:
        return
    text, language = said
    captions = spoken.captions_of(results)
    about = ", ".join(part for part in (language, f"{captions} captions" if captions else "") if part)
    yield (
        f"Transcript{f' ({about})' if about and text else ''}",
        Text(text) if text else Text("nothing was said", "dim"),
    )


def _translation(results: Results) -> Iterator[tuple[str, RenderableType]]:
    translation = spoken.translation_of(results)
    if translation:
        text, language = translation
        yield f"Translation ({language})", Text(text)
    captions = spoken.translated_captions_of(results)
    if captions:
        yield "Translated captions", Text("; ".join(captions))


def _entities(results: Results) -> Iterator[tuple[str, RenderableType]]:
    entities = spoken.entities_of(results)
    if entities:
        yield f"Entities ({len(entities)})", Text(", ".join(f"{text} ({type_})" for text, type_, _ in entities[:MOST]))


def _copies(results: Results) -> Iterator[tuple[str, RenderableType]]:
    made = copies.copies_of(results)
    if made:
        table = Table.grid(padding=(0, 2))
        for each in made:
            table.add_row(each.file, each.medium, Text(each.about, "dim"))
        yield "Copies", table


def _operators(outcome: Outcome) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, each in outcome.operators.items():
        seconds = f"{each['seconds']:.1f} s" if each["seconds"] else ""
        table.add_row(name, Text(each["status"], COLOURS.get(each["status"], "dim")), seconds, each["message"])
    return table

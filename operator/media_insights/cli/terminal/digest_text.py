"""Text of a digest in parts for a terminal, without control characters of the results."""

import textwrap
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from media_insights.cli.terminal.timecodes import spans_text, timecode
from media_insights.domain.wording import printable
from media_insights.results.digest.digests import Digest
from media_insights.results.digest.highlights import Highlight
from media_insights.results.digest.language import Translation
from media_insights.results.digest.presence import Presence
from media_insights.results.digest.specification import Specification
from media_insights.results.digest.timeline import Timeline

Part = tuple[str, RenderableType]
"""A title and what stands below it."""
MOST = 12
"""Rows of a list that are shown; `results` shows all."""
TWO_LINES = 230
"""Characters of a summary that are shown."""


def parts_of(digest: Digest) -> Iterator[Part]:
    """Yield title and body of everything that the digest has."""
    yield from _media(digest)
    yield from _shots(digest)
    yield from _highlights("Labels", digest.labels)
    yield from _highlights("Labels of your own", digest.custom_labels)
    yield from _presence("Faces", "detections", digest.faces)
    yield from _presence("Persons", "appearances", digest.persons)
    yield from _highlights("People known", digest.people)
    yield from _highlights("Celebrities", digest.celebrities)
    yield from _moderation(digest)
    yield from _highlights("Text in the image", digest.texts)
    yield from _timeline("Technical cues", digest.cues)
    yield from _timeline("Audio", digest.audio_events)
    yield from _gist(digest)
    yield from _transcript(digest)
    yield from _translations(digest)
    yield from _mood(digest)
    yield from _names("Entities", [f"{each.text} ({each.type})" for each in digest.entities])
    yield from _names("Key phrases", digest.key_phrases)
    yield from _copies(digest)
    yield from _others(digest)
    yield from _warnings(digest)
    yield from _unreadable(digest)


def _media(digest: Digest) -> Iterator[Part]:
    facts = [timecode(digest.duration) if digest.duration else "", *_specification(digest.specification)]
    if any(facts):
        yield "Media", Text(", ".join(fact for fact in facts if fact))


def _specification(found: Specification | None) -> Iterator[str]:
    if found is None:
        return
    if found.width and found.height:
        yield f"{found.width}×{found.height}"
    if found.frame_rate:
        yield f"{found.frame_rate:g} fps"
    yield printable(found.format)
    if found.audio_tracks:
        plural = "s" if found.audio_tracks > 1 else ""
        yield f"{found.audio_tracks} audio track{plural} ({printable(found.audio_format) or '?'})"


def _shots(digest: Digest) -> Iterator[Part]:
    if digest.shots:
        yield f"Shots ({len(digest.shots)})", Text(spans_text(digest.shots, MOST))


def _highlights(title: str, found: Sequence[Highlight]) -> Iterator[Part]:
    if not found:
        return
    table = Table.grid(padding=(0, 2))
    for each in found[:MOST]:
        table.add_row(printable(each.name), f"{each.confidence:.0f} %", Text(spans_text(each.spans), "dim"))
    if len(found) > MOST:
        table.add_row(Text(f"+{len(found) - MOST} more", "dim"), "", "")
    yield f"{title} ({len(found)})", table


def _presence(title: str, of_what: str, found: Presence | None) -> Iterator[Part]:
    if found and found.count:
        times = f": {spans_text(found.spans, MOST)}" if found.spans else ""
        yield title, Text(f"{found.count} {of_what}, at most {found.most_at_once} at once{times}")
    elif found:
        yield title, Text("none", "dim")


def _moderation(digest: Digest) -> Iterator[Part]:
    if digest.moderation:
        yield from _highlights("Moderation", digest.moderation)
    elif digest.moderation is not None:
        yield "Moderation", Text("nothing found", "dim")


def _timeline(title: str, kinds: Timeline) -> Iterator[Part]:
    if kinds:
        table = Table.grid(padding=(0, 2))
        for kind, spans in kinds.items():
            table.add_row(printable(kind), Text(spans_text(spans), "dim"))
        yield title, table


def _gist(digest: Digest) -> Iterator[Part]:
    if digest.gist:
        yield "Summary", Text(textwrap.shorten(printable(digest.gist.text), TWO_LINES, placeholder=" …"))
        yield from _names("Topics", digest.gist.topics)


def _transcript(digest: Digest) -> Iterator[Part]:
    if digest.transcript is None:
        return
    text, captions = printable(digest.transcript.text), f"{digest.captions} captions" if digest.captions else ""
    about = ", ".join(part for part in (printable(digest.transcript.language), captions) if part)
    turns = [f"{printable(who)}: {printable(said)}" for who, said in digest.transcript.turns]
    if text:
        yield f"Transcript ({about})" if about else "Transcript", Text("\n".join(turns) or text)
    else:
        yield "Transcript", Text("nothing was said", "dim")


def _translations(digest: Digest) -> Iterator[Part]:
    if digest.translation:
        yield f"Translation ({_language(digest.translation)})", Text(printable(digest.translation.text))
    if digest.translated_captions:
        yield "Translated captions", Text("; ".join(_language(each) for each in digest.translated_captions))


def _language(translation: Translation) -> str:
    return printable(translation.language) + (", a rule-based draft" if translation.is_draft else "")


def _mood(digest: Digest) -> Iterator[Part]:
    if digest.mood:
        yield "Sentiment", Text(f"{digest.mood.name.lower()} ({100 * digest.mood.share:.0f} %)")


def _names(title: str, names: Sequence[str]) -> Iterator[Part]:
    if names:
        yield f"{title} ({len(names)})", Text(", ".join(map(printable, names[:MOST])))


def _copies(digest: Digest) -> Iterator[Part]:
    if digest.copies:
        table = Table.grid(padding=(0, 2))
        for each in digest.copies:
            table.add_row(printable(each.file), each.medium, Text(each.about, "dim"))
        yield "Copies", table


def _others(digest: Digest) -> Iterator[Part]:
    if digest.others:
        table = Table.grid(padding=(0, 2))
        for each in digest.others:
            counted = ", ".join(f"{printable(member)}: {count}" for member, count in each.counts)
            table.add_row(printable(each.name), counted, Text(f"{printable(each.name)}.json", "dim"))
        yield "Other results", table


def _warnings(digest: Digest) -> Iterator[Part]:
    if digest.warnings:
        table = Table.grid(padding=(0, 2))
        for each in digest.warnings[:MOST]:
            when = spans_text([each.span]) if each.span else ""
            table.add_row(printable(each.result), Text(printable(each.message), "yellow"), Text(when, "dim"))
        if len(digest.warnings) > MOST:
            table.add_row(Text(f"+{len(digest.warnings) - MOST} more", "dim"), "", "")
        yield f"Warnings ({len(digest.warnings)})", table


def _unreadable(digest: Digest) -> Iterator[Part]:
    if digest.unreadable:
        table = Table.grid(padding=(0, 2))
        for name, problem in digest.unreadable.items():
            table.add_row(printable(name), Text(f"unreadable: {printable(problem)}", "red"))
        yield "Results without their shape", table

"""Archives of files become named results: kinds are recognised, pages joined, shapes checked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from media_insights.domain.wording import both
from media_insights.errors import InvalidImport
from media_insights.imports import comprehend, lookups, naming, rekognition, transcribe, translated_captions
from media_insights.imports.documents import Document, File, documents_of
from media_insights.imports.label_pages import pages_of_labels
from media_insights.imports.lookups import FrameSize, Units
from media_insights.imports.shaping import Content, Shaped, shaped
from media_insights.results.caption_names import CAPTIONS, shape_name
from media_insights.results.captions import WebCaptions
from media_insights.results.catalogue import RESULTS
from media_insights.results.mediainfo import Mediainfo
from media_insights.results.pages import TOKEN, chained, distinct
from media_insights.results.translations import Translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One result, ready to be stored."""

    name: str
    """OperatorName in MIE's sense."""
    content: Content


def results_of(files: Sequence[File], wanted: str = "", frame: FrameSize | None = None) -> list[Imported]:
    """Return the results that the files hold together, by name.

    With ``wanted`` the files are that result, which is also how documents of our own shapes are read that no service
    writes, and how results of operators that nobody knows here keep their names. ``frame`` is what boxes in pixels
    refer to. Raises InvalidImport: not JSON, of no known kind, not of the wanted kind, pages missing, or a wrong shape.
    """
    naming.check_wanted(wanted)
    families: dict[str, list[Document]] = {}
    for document in _in_our_units([each for file in files for each in documents_of(file)], wanted, frame):
        families.setdefault(_family(document, wanted), []).append(document)
    families = translated_captions.joined(families)
    found = [each for family, documents in families.items() for each in _results(family, documents, wanted)]
    return sorted(_once(found), key=lambda each: each.name)


def _in_our_units(documents: list[Document], wanted: str, frame: FrameSize | None) -> list[Document]:
    """Return labels of a lookup with fractions and percentages, under its own name; all others as they are."""
    if wanted not in {"", *naming.OF_LABELS}:
        return documents
    found = list(documents)
    for pages in pages_of_labels(documents):
        content = chained([documents[at].content for at in pages])
        units = lookups.units_of(content, frame, _where([documents[at] for at in pages]))
        own = naming.LOOKUP in (wanted, naming.named(documents[pages[0]]))
        is_lookup = own or (not units.are_ours and not wanted)
        for at in pages:
            found[at] = _page_in_units(documents[at], units, is_lookup=is_lookup)
    return found


def _page_in_units(page: Document, units: Units, *, is_lookup: bool) -> Document:
    content = page.content if units.are_ours else lookups.converted(page.content, units)
    return replace(page, content=content, named=naming.LOOKUP if is_lookup else page.named)


def _where(documents: Sequence[Document]) -> str:
    return documents[0].file + (f" and {len(documents) - 1} more" if len(documents) > 1 else "")


def _family(document: Document, wanted: str) -> str:
    """Return the member by which the document is known; none: a document that is what the user says."""
    named = wanted or naming.named(document)
    if naming.is_as_it_stands(named, document, wanted):
        return f"={named}"
    if translated_captions.is_collection(document.content) and wanted in ("", translated_captions.TRANSLATED):
        return f"={translated_captions.TRANSLATED}"
    for member in _FAMILIES:
        if _FAMILIES[member].knows(document.content):
            return f"={named}" if member == CAPTIONS and shape_name(named) == CAPTIONS != named else member
    if named in RESULTS:
        return f"={named}"
    members = ", ".join(sorted(document.content)[:6]) or "nothing"
    raise InvalidImport(
        f"{document.file} is no answer that is known (it holds {members}): say which result it is with --as; "
        "the name of an operator of your own will do"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Documents that one member distinguishes from all others."""

    knows: Callable[[Content], bool]
    results: Callable[[Content, str], Iterator[Shaped]]
    paged: bool = False
    """Whether several documents are pages of one."""


def _of_recognition(member: str) -> Family:
    return Family(
        knows=lambda content: isinstance(content.get(member), list),
        results=lambda content, where: rekognition.results_of_recognition(member, content, where),
        paged=True,
    )


def _of_text(member: str) -> Family:
    return Family(
        knows=lambda content: member in content, results=lambda content, _: comprehend.results_of_text(member, content)
    )


def _as_it_is(member: str, name: str, shape: Any) -> Family:
    return Family(
        knows=lambda content: member in content, results=lambda content, _: iter([Shaped(name, shape, content)])
    )


def _is_transcript(content: Content) -> bool:
    results = content.get("results")
    return isinstance(results, dict) and "transcripts" in results


_FAMILIES: Mapping[str, Family] = {
    "transcripts": Family(knows=_is_transcript, results=lambda content, _: transcribe.results_of_transcript(content)),
    **{member: _of_text(member) for member in comprehend.MEMBERS},
    "TranslatedText": Family(
        knows=lambda content: "TranslatedText" in content,
        results=lambda content, _: iter([Shaped("Translate", Translate, {"Segments": []} | content)]),
    ),
    **{member: _of_recognition(member) for member in rekognition.MEMBERS},
    CAPTIONS: _as_it_is(CAPTIONS, CAPTIONS, WebCaptions),
    "tracks": _as_it_is("tracks", "Mediainfo", Mediainfo),
}
"""Member → family, the first that knows a document; our own languages and translations have Segments too, so these come
before Rekognition's."""


def _results(family: str, documents: list[Document], wanted: str) -> Iterator[Imported]:
    where = _where(documents)
    pages = distinct([each.content for each in documents])
    if family.startswith("="):
        name = family.removeprefix("=")
        shape = RESULTS.get(shape_name(name))
        whole = chained(pages)
        yield Imported(name=name, content=shaped(shape, whole, where) if shape is not None else dict(whole))
        return
    known = _FAMILIES[family]
    if known.paged:
        _check_pages(pages, where)
    elif len(pages) > 1:
        raise InvalidImport(f"{where}: {_several(pages)}; an asset has one: name the file of this asset's")
    whole = chained(pages)
    results = list(known.results(whole, where))
    chosen = [each for each in results if not wanted or each.name == wanted] or _alike(results, wanted)
    if not chosen:
        names = both(each.name for each in results)
        raise InvalidImport(f"{where}: this becomes {names}, not {wanted}: leave out --as, or name another file")
    for each in chosen:
        yield Imported(name=each.name, content=shaped(each.shape, each.content, where, family if known.paged else ""))


def _alike(results: Sequence[Shaped], wanted: str) -> list[Shaped]:
    """Return a face search without matches, which is indistinguishable from person tracking until the user names it."""
    return [
        Shaped("faceSearch", RESULTS["faceSearch"], each.content)
        for each in results
        if (wanted, each.name) == ("faceSearch", "personTracking")
    ]


def _check_pages(pages: Sequence[Mapping[str, Any]], where: str) -> None:
    if all(page.get(TOKEN) for page in pages):
        raise InvalidImport(f"{where}: every page has a {TOKEN}, so the last one is missing: name all pages")


def _several(pages: Sequence[Mapping[str, Any]]) -> str:
    texts = {comprehend.text_of(page) for page in pages}
    return f"these are {len(pages)} answers" + (f" about {len(texts)} texts" if len(texts) > 1 else "")


def _once(found: Sequence[Imported]) -> Iterator[Imported]:
    names: set[str] = set()
    for each in found:
        if each.name in names:
            raise InvalidImport(f"two of the files become {each.name} (a video's and an image's): name one of them")
        names.add(each.name)
        yield each

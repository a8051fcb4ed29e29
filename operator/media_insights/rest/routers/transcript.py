"""Transcript: what is said, sentence by sentence."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.rest import paging
from media_insights.rest.access import Accessed
from media_insights.rest.asset_moments import EditsOrNot
from media_insights.rest.problems import ApiRefusal, declared
from media_insights.rest.sentences import SpokenSentence, sentences_of
from media_insights.rest.stored import stored_asset
from media_insights.results.transcripts import Transcription
from media_insights.storage.exportable import exportable
from media_insights.storage.library import StoredAsset

router = APIRouter(prefix="/v1", tags=["results"])
TRANSCRIPT = "TranscribeVideo"
"""The result that holds it."""


class WordView(StatusShape):
    """A word with the punctuation after it."""

    text: str
    start: int = Field(description="Milliseconds.")
    end: int
    confidence: float = Field(description="Percent.")


class SentenceView(StatusShape):
    """A sentence, or what one speaker says between two pauses."""

    text: str
    start: int = Field(description="Milliseconds.")
    end: int
    confidence: float = Field(description="Percent: the mean of the words.")
    speaker: str = Field(default="", description="Where speakers were distinguished.")
    channel: str = Field(default="", description="Where channels were distinguished.")
    language: str = Field(default="", description="BCP 47; empty where it is not known.")
    words: list[WordView] = Field(default_factory=list, description="Only with `words=true`.")


class SentenceList(StatusShape):
    """A page of sentences in the order of time."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "text": "It was the best of times.",
                            "start": 7120,
                            "end": 8960,
                            "confidence": 94.2,
                            "speaker": "spk_0",
                            "channel": "",
                            "language": "en",
                            "words": [],
                        }
                    ],
                    "next": "",
                }
            ]
        }
    )

    items: list[SentenceView]
    next: str = ""


class TranscriptQuery(paging.PageQuery):
    """Parameters of the transcript."""

    limit: Annotated[int, Field(ge=1, le=2000, description="Sentences of a page.")] = 200
    start: Annotated[int, Field(ge=0, le=2**40, description="Only what lasts at or after (ms).")] = 0
    end: Annotated[int | None, Field(ge=0, le=2**40, description="Only what begins before (ms).")] = None
    words: Annotated[bool, Field(description="With the words and their times.")] = False
    edits: EditsOrNot = "on"

    def matches(self, sentence: SpokenSentence) -> bool:
        """Return whether a sentence is said in the span of time."""
        return sentence.end >= self.start and (self.end is None or sentence.start < self.end)


@router.get("/assets/{id}/transcript", summary="What is said", responses=declared(404, 409))
async def get_transcript(id: str, query: Annotated[TranscriptQuery, Query()], access: Accessed) -> SentenceList:  # noqa: A002 - its name in the path
    """List the sentences that `transcribe` understood; none where nobody speaks. 409: it has not run."""
    stored = await stored_asset(await access.asset(id), access)
    found = await run_in_threadpool(_sentences, stored, query.edits == "on")
    chosen = ((at, each) for at, each in enumerate(found) if query.matches(each))
    page = paging.page_of(chosen, query, access.signer, paging.ListOrder(_place_of, f"transcript {id}"))
    return SentenceList(items=[_view(each, query) for _, each in page.items], next=page.next)


def _sentences(stored: StoredAsset, with_edits: bool) -> list[SpokenSentence]:  # noqa: FBT001 - of a thread pool
    result = exportable(stored, with_edits=with_edits).model(TRANSCRIPT, Transcription)
    if result is None:
        name = stored.asset.metadata.name
        raise ApiRefusal(409, "result-missing", f"{name} has no transcript: run a workflow with transcribe over it")
    return list(sentences_of(result.results))


def _place_of(placed: tuple[int, SpokenSentence]) -> tuple[int, int]:
    at, sentence = placed
    return sentence.start, at


def _view(sentence: SpokenSentence, query: TranscriptQuery) -> SentenceView:
    words = sentence.words if query.words else ()
    return SentenceView(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        confidence=sentence.confidence,
        speaker=sentence.speaker,
        channel=sentence.channel,
        language=sentence.language,
        words=[WordView(text=w.text, start=w.start, end=w.end, confidence=w.confidence) for w in words],
    )

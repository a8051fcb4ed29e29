"""Calls of the API: assets, results, edits, people, executions, uploads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_insights.client import answers, corrections, explanations, upload_answers
from media_insights.client.addressed import AddressedApi
from media_insights.client.batches import Batches
from media_insights.client.connection import QueryParameters, path_of
from media_insights.client.face_collections import FaceCollections
from media_insights.client.file_uploads import FileUpload, Seen
from media_insights.client.loads import AnsweredLoad
from media_insights.client.parsing import parse_answer
from media_insights.client.refusals import ApiUnreachable

_OWN_TIME = re.compile(r"/frames/(\d+)\.jpg$")


@dataclass(frozen=True, slots=True)
class Client(AddressedApi):
    """The API at one address.

    Every call may raise :class:`~media_insights.client.RefusedRequest` and
    :class:`~media_insights.client.ApiUnreachable`. What makes something makes it once, also when its answer is lost and
    it is sent again; a ``key`` of the caller's makes the caller's own repetitions harmless, too. Lists are read page by
    page while they are iterated over. Times are milliseconds, confidences percent.
    """

    def version(self) -> answers.ApiVersion:
        """Return the API's version; needs no token."""
        return self._one(answers.ApiVersion, "/version")

    def limits(self) -> AnsweredLoad:
        """Return what may run and be stored, and what each namespace that the caller may see has of it."""
        return self._one(AnsweredLoad, "/v1/limits")

    def assets(
        self, namespace: str = "", *, q: str = "", type_: str = "", state: str = ""
    ) -> Iterator[answers.ListedAsset]:
        """Yield assets, newest first, of one namespace or of all that may be listed; ``q``: part of a name or title."""
        query: QueryParameters = {"namespace": namespace, "q": q, "type": type_, "state": state, "limit": 200}
        return self._all(answers.ListedAsset, "/v1/assets", query)

    def asset(self, asset: str) -> answers.AnsweredAsset:
        """Return an asset."""
        return self._one(answers.AnsweredAsset, path_of("v1", "assets", asset))

    def create_asset(
        self, namespace: str, upload: str, workflows: Sequence[str] = (), *, title: str = "", key: str = ""
    ) -> answers.AnsweredAsset:
        """Create an asset over a completed upload and run workflows over it.

        ``key`` makes a repetition by the caller harmless; without one, only this call's own attempts are.
        """
        body = {"namespace": namespace, "upload": upload, "title": title, "workflows": [{"name": w} for w in workflows]}
        return parse_answer(answers.AnsweredAsset, self.connection.create("/v1/assets", body, key=key))

    def delete_asset(self, asset: str) -> None:
        """Delete an asset with its executions and results."""
        self.connection.delete(path_of("v1", "assets", asset))

    def result(self, asset: str, name: str) -> Any:
        """Return a result as the operator wrote it."""
        return self.connection.json("GET", path_of("v1", "assets", asset, "results", name))

    def delete_result(self, asset: str, name: str) -> None:
        """Delete a result as it is now; media that its operator made stay."""
        self.connection.delete(path_of("v1", "assets", asset, "results", name))

    def moments(
        self, asset: str, *, result: str = "", start: int = 0, end: int | None = None, confidence: float = 0
    ) -> Iterator[answers.AnsweredMoment]:
        """Yield what was found in an asset, in the order of time."""
        query: QueryParameters = {"result": result, "start": start, "end": end, "confidence": confidence, "limit": 200}
        return self._all(answers.AnsweredMoment, path_of("v1", "assets", asset, "moments"), query)

    def search(
        self, query: str, namespace: str = "", *, order: str = "relevance", page: int = 100
    ) -> Iterator[answers.AnsweredHit]:
        """Yield moments of all assets, or of one namespace, that a query finds; ``page``: so many are asked at once."""
        parameters: QueryParameters = {"q": query, "namespace": namespace, "order": order, "limit": page}
        return self._all(answers.AnsweredHit, "/v1/search", parameters)

    def saved_searches(self, namespace: str) -> Iterator[answers.AnsweredSearch]:
        """Yield the saved searches of a namespace, by name."""
        return self._all(answers.AnsweredSearch, "/v1/searches", {"namespace": namespace, "limit": 200})

    def saved_search(self, namespace: str, name: str) -> answers.AnsweredSearch:
        """Return a saved search."""
        return self._one(answers.AnsweredSearch, path_of("v1", "searches", namespace, name))

    def save_search(self, namespace: str, name: str, query: str, *, order: str = "relevance") -> answers.AnsweredSearch:
        """Save a query, and the order in which it is shown, under a name, also in the place of another one."""
        path, body = path_of("v1", "searches", namespace, name), {"query": query, "order": order}
        return parse_answer(answers.AnsweredSearch, self.connection.json("PUT", path, body=body))

    def delete_saved_search(self, namespace: str, name: str) -> None:
        """Delete a saved search."""
        self.connection.delete(path_of("v1", "searches", namespace, name))

    def similar(self, query: str, namespace: str = "") -> answers.AnsweredSimilar:
        """Return moments that mean something like a query of whose words fewer than five moments were found."""
        parameters: QueryParameters = {"q": query, "namespace": namespace, "limit": 5}
        found = parse_answer(answers.AnsweredMeaning, self.connection.json("GET", "/v1/search", parameters))
        return found.similar or answers.AnsweredSimilar()

    def transcript(
        self, asset: str, *, start: int = 0, end: int | None = None, words: bool = False
    ) -> Iterator[answers.AnsweredSentence]:
        """Yield what is said, sentence by sentence."""
        query: QueryParameters = {"start": start, "end": end, "words": words, "limit": 500}
        return self._all(answers.AnsweredSentence, path_of("v1", "assets", asset, "transcript"), query)

    def frames(self, asset: str) -> answers.FrameTimes:
        """Return at which times there are frames."""
        return self._one(answers.FrameTimes, path_of("v1", "assets", asset, "frames"))

    def frame(self, asset: str, time: int) -> answers.AnsweredFrame:
        """Return the frame that is on screen at a time."""
        path = path_of("v1", "assets", asset, "frames", f"{time}.jpg")
        jpeg, headers = self.connection.content("GET", path)
        own = _OWN_TIME.search(headers.get("Content-Location", ""))
        if own is None:
            raise ApiUnreachable(f"the answer of {path} does not say which frame it is")
        return answers.AnsweredFrame(time=int(own[1]), jpeg=jpeg)

    def medium(self, asset: str, medium: str = "source") -> Iterator[bytes]:
        """Yield the bytes of a medium, or of the asset's source, in pieces."""
        return self.connection.pieces(path_of("v1", "assets", asset, "media", medium))

    def export(self, asset: str, format_: str, *, language: str = "") -> Iterator[bytes]:
        """Yield the results as another tool reads them, in pieces; ``language``: of vtt, srt and txt."""
        query: QueryParameters = {"language": language} if language else {}
        return self.connection.pieces(path_of("v1", "assets", asset, "exports", format_), query)

    def edits(self, asset: str) -> tuple[corrections.AnsweredEdit, ...]:
        """Return what people changed of an asset's results, oldest first, with what was taken back."""
        return self._one(corrections.AnsweredEdits, path_of("v1", "assets", asset, "edits")).items

    def edit(
        self, asset: str, operation: str, result: str, *, about: corrections.EditAnchor | Sequence[str], value: str = ""
    ) -> corrections.AnsweredEdit:
        """Change what a result says, also for later runs; ``about``: one place, or values that get another name.

        Sent again when its answer is lost, it is made once.
        """
        body: dict[str, Any] = {"operation": operation, "result": result, "value": value}
        if isinstance(about, corrections.EditAnchor):
            body["anchor"] = about.model_dump(mode="json", by_alias=True, exclude_none=True)
        else:
            body["originals"] = list(about)
        made = self.connection.create(path_of("v1", "assets", asset, "edits"), body)
        return parse_answer(corrections.AnsweredEdit, made)

    def undo_edit(self, asset: str, edit: str) -> corrections.AnsweredEdit:
        """Take an edit back; that, taken back itself, brings it back."""
        made = self.connection.json("DELETE", path_of("v1", "assets", asset, "edits", edit))
        return parse_answer(corrections.AnsweredEdit, made)

    def people(self, namespace: str = "", *, named: str = "all") -> Iterator[corrections.AnsweredPerson]:
        """Yield who is seen in which asset; ``named``: all, yes or no."""
        query: QueryParameters = {"namespace": namespace, "named": named, "limit": 200}
        return self._all(corrections.AnsweredPerson, "/v1/people", query)

    def collections(self, namespace: str) -> FaceCollections:
        """Return the collections of faces of a namespace."""
        return FaceCollections(self.connection, namespace)

    def batches(self, namespace: str = "") -> Batches:
        """Return the batches and watched sources of a namespace, or of all; on a laptop each call is refused."""
        return Batches(self.connection, namespace)

    def embed_link(self, asset: str, *, days: int = 30, key: str = "") -> answers.AnsweredLink:
        """Make a link with which anybody can look at an asset; one that is asked for again ends when the first does."""
        made = self.connection.create(path_of("v1", "assets", asset, "embed-links"), {"days": days}, key=key)
        return parse_answer(answers.AnsweredLink, made)

    def create_workflow(
        self, namespace: str, name: str, spec: Mapping[str, Any], *, key: str = ""
    ) -> answers.AnsweredWorkflow:
        """Create a workflow; ``spec`` is that of a MediaWorkflow's manifest."""
        body = {"namespace": namespace, "name": name, "spec": dict(spec)}
        return parse_answer(answers.AnsweredWorkflow, self.connection.create("/v1/workflows", body, key=key))

    def explain_workflow(
        self, namespace: str, name: str, *, type_: str = "", runs: str = ""
    ) -> tuple[explanations.AnsweredExplanation, ...]:
        """Return what a workflow would do over media of a type, or of each; ``runs``: whose executions say its cost."""
        query: QueryParameters = {"type": type_, "runs": runs}
        found = self.connection.json("GET", f"{path_of('v1', 'workflows', namespace, name)}/explain", query)
        return parse_answer(explanations.AnsweredExplanations, found).types

    def executions(
        self, namespace: str = "", *, asset: str = "", workflow: str = "", state: str = ""
    ) -> Iterator[answers.ExecutionSummary]:
        """Yield executions, newest first; ``asset`` is a name."""
        query: QueryParameters = {"namespace": namespace, "asset": asset, "workflow": workflow, "state": state}
        return self._all(answers.ExecutionSummary, "/v1/executions", {**query, "limit": 200})

    def execution(self, execution: str) -> answers.AnsweredExecution:
        """Return an execution."""
        return self._one(answers.AnsweredExecution, path_of("v1", "executions", execution))

    def execute(
        self, asset: str, workflow: str, configuration: Mapping[str, Mapping[str, Any]] | None = None, *, key: str = ""
    ) -> answers.AnsweredExecution:
        """Run a workflow over an asset; ``configuration`` is operator → parameter → value."""
        body = {"asset": asset, "workflow": workflow, "configuration": configuration or {}}
        return parse_answer(answers.AnsweredExecution, self.connection.create("/v1/executions", body, key=key))

    def rerun(
        self, execution: str, *, only_failed: bool = False, operators: Sequence[str] = (), key: str = ""
    ) -> answers.AnsweredExecution:
        """Run an execution again: all of it, what failed, or some operators and what follows them."""
        body = {"scope": "Failed" if only_failed else "All", "operators": list(operators)}
        made = self.connection.create(f"{path_of('v1', 'executions', execution)}:rerun", body, key=key)
        return parse_answer(answers.AnsweredExecution, made)

    def cancel(self, execution: str) -> None:
        """Cancel an execution that has not ended otherwise."""
        self.connection.content("POST", f"{path_of('v1', 'executions', execution)}:cancel", repeatable=True)

    def upload(
        self, namespace: str, path: Path, see: Seen = lambda _sent, _of: None, *, name: str = "", shared: bool = True
    ) -> upload_answers.AnsweredFile:
        """Send a file in parts, one after the other; one that is there already is not sent again. Raises OSError.

        Once begun, it goes on by itself when the API is away for up to three minutes; a call after one that was
        interrupted sends only the parts that have not arrived. ``name``: keep it under this
        name alone, which may have folders before it, in place of none. Without ``shared``, it lies where no other file
        does, also one of the same content, and an interrupted call is not gone on with.
        """
        return FileUpload(self.connection, namespace, path, see).send(name=name, shared=shared)

"""Language models of a server that the administrator chose: any that speaks OpenAI's chat completions.

The server answers in the shape that a JSON Schema gives, or so it is asked: who reads the answer checks it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from media_kits.http.client import Answer, Patience, Route, post
from media_kits.http.urls import parse_url
from media_operator import BadParameters, TryAgain, UnusableInput

MOST_BYTES = 2 * 2**20
"""Bytes of an answer: many times what the longest text and the longest thoughts before it take."""
SEED = 7

OPTIONAL = ("max_tokens", "temperature", "seed", "response_format")
"""What a server may not know: left out for the rest of the run when it says so."""

Fields = dict[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """Where to ask, as the Secret says."""

    route: Route
    key: str
    model: str
    secret: str

    @property
    def host(self) -> str:
        """Return the host, all of the address that results and messages may tell."""
        return self.route.url.name


@dataclass(frozen=True)
class Errand:
    """What the model is to do, as requests and messages call it."""

    name: str
    """The name of the answer's shape."""
    refusal: str
    """Ends "the model refuses to"."""
    too_long: str
    """What to do where the text is too long for the model."""


@dataclass(frozen=True)
class Completion:
    """What the model said; `cut` when it was stopped before its end."""

    content: str
    cut: bool


@dataclass
class Usage:
    """What was used, as far as the server tells."""

    requests: int = 0
    prompt: int = 0
    completion: int = 0
    model: str = ""
    """The model as the server names it."""

    def add(self, body: Mapping[str, Any]) -> None:
        """Count one answer; what is no number counts nothing."""
        told = body.get("usage")
        told = told if isinstance(told, dict) else {}
        self.requests += 1
        self.prompt += _count(told.get("prompt_tokens"))
        self.completion += _count(told.get("completion_tokens"))
        self.model = body["model"][:200] if isinstance(body.get("model"), str) else self.model


@dataclass
class Chat:
    """A conversation partner that remembers what its server does not know, and what was used."""

    endpoint: Endpoint
    errand: Errand
    patience: Patience
    answer_tokens: int
    schema: Fields
    usage: Usage = field(default_factory=Usage)
    _unknown: set[str] = field(default_factory=set)

    def ask(self, messages: list[dict[str, str]]) -> Completion:
        """Return what the model answers.

        Raises TryAgain when the server cannot answer now, BadParameters when it never will, UnusableInput when the
        model refuses.
        """
        answer = self._answer(messages)
        while named := self._not_known(answer):
            self._unknown.add(named)
            answer = self._answer(messages)
        if answer.status != 200:
            raise _failure(self.endpoint, self.errand, answer)
        return self._read(answer)

    def _answer(self, messages: list[dict[str, str]]) -> Answer:
        content = json.dumps(self._request(messages), ensure_ascii=False).encode(errors="replace")
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        return post(self.endpoint.route, content, headers, self.patience)

    def _request(self, messages: list[dict[str, str]]) -> Fields:
        shape = {"name": self.errand.name, "strict": True, "schema": self.schema}
        optional: Fields = {
            "max_tokens": self.answer_tokens,
            "temperature": 0,
            "seed": SEED,
            "response_format": {"type": "json_schema", "json_schema": shape},
        }
        known = {key: value for key, value in optional.items() if key not in self._unknown}
        if "max_tokens" in self._unknown:
            known["max_completion_tokens"] = self.answer_tokens  # its newer name
        return {"model": self.endpoint.model, "messages": messages, "stream": False, **known}

    def _not_known(self, answer: Answer) -> str:
        """Return the field that a refusal is about; where it names none, the shape is the likeliest. Empty: no such."""
        if answer.status not in {400, 422}:
            return ""
        left = [name for name in OPTIONAL if name not in self._unknown]
        said = answer.sentence()
        return next((name for name in left if name in said), "response_format" if "response_format" in left else "")

    def _read(self, answer: Answer) -> Completion:
        body = answer.json()
        try:
            choice = body["choices"][0]
            message = choice["message"]
            content, refusal = message.get("content"), message.get("refusal")
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            raise _no_completion(self.endpoint) from error
        self.usage.add(body)
        if isinstance(refusal, str) and refusal:
            said = replace(answer, body=refusal.encode(errors="replace")).sentence(self.endpoint.key)
            raise UnusableInput(f"the model refuses to {self.errand.refusal}: {said}")
        if not isinstance(content, str):
            raise _no_completion(self.endpoint)
        return Completion(content, choice.get("finish_reason") == "length")


def endpoint_of(environ: Mapping[str, str], usual: str) -> Endpoint:
    """Return the endpoint that the keys of a Secret, by its `usual` name, describe.

    Raises BadParameters that says which key is missing or wrong.
    """
    secret = environ.get("MEDIA_INSIGHTS_SECRET", usual)
    lacking = [name for name in ("OPENAI_BASE_URL", "OPENAI_MODEL") if not environ.get(name, "").strip()]
    if lacking:
        raise BadParameters(
            f"no language model is set up: an administrator puts {' and '.join(lacking)} into the Secret {secret!r}"
        )
    url, key = environ["OPENAI_BASE_URL"].strip(), environ.get("OPENAI_API_KEY", "").strip()
    if not key.isascii() or not (key.isprintable() or not key):
        raise BadParameters(f"OPENAI_API_KEY in the Secret {secret!r} must be printable ASCII")
    base = parse_url(url, f"OPENAI_BASE_URL in the Secret {secret!r}")
    path, _, query = base.target.partition("?")
    target = f"{path.rstrip('/')}/chat/completions" + (f"?{query}" if query else "")
    route = Route(replace(base, target=target), authorities=environ.get("OPENAI_CA_CERTIFICATE", ""))
    return Endpoint(route, key, environ["OPENAI_MODEL"].strip(), secret)


def _failure(endpoint: Endpoint, errand: Errand, answer: Answer) -> Exception:
    said = f"{endpoint.host} answered {answer.status}: {answer.sentence(endpoint.key) or 'nothing more'}"
    where = f"the Secret {endpoint.secret!r}"
    if answer.temporary:
        return TryAgain(f"{said} (tried {answer.attempts} times)")
    if answer.status in {401, 403}:
        return BadParameters(f"{said}; set OPENAI_API_KEY in {where} to a key that may use {endpoint.model!r}")
    if answer.status == 404:
        return BadParameters(
            f"{said}; check OPENAI_BASE_URL (it ends in /v1 with most servers) and OPENAI_MODEL in {where}"
        )
    if 300 <= answer.status < 400:
        return BadParameters(f"{endpoint.host} redirects; set OPENAI_BASE_URL in {where} to where it leads")
    return BadParameters(f"{said}; where it is too long for the model, {errand.too_long}")


def _no_completion(endpoint: Endpoint) -> BadParameters:
    return BadParameters(
        f"{endpoint.host} answers, but not with a chat completion; check OPENAI_BASE_URL in the Secret "
        f"{endpoint.secret!r} (it ends in /v1 with most servers)"
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else 0

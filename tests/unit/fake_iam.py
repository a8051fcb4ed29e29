"""AWS's IAM and STS as they are on the wire, in memory: users with keys and a policy, sessions, faults on demand."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

Form = Mapping[str, str]
NO_FAULT: Callable[[Form], tuple[int, str] | None] = lambda _: None  # noqa: E731 - a default


@dataclass
class User:
    keys: list[str] = field(default_factory=list)
    policy: str = ""


@dataclass
class FakeIam:
    """``fault`` answers in place of the service: an HTTP status and the service's word for what is wrong."""

    users: dict[str, User] = field(default_factory=dict)
    sessions: list[Form] = field(default_factory=list)
    identities: list[Form] = field(default_factory=list)
    """What was asked for with a token of an account."""
    signers: list[str] = field(default_factory=list)
    """Access keys that requests were signed with; empty: not signed."""
    expiration: str = "2026-05-01T13:00:00Z"
    fault: Callable[[Form], tuple[int, str] | None] = NO_FAULT
    calls: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve on loopback; gives the endpoint."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                with fake._lock:
                    fake.calls.append(form["Action"])
                    fake.signers.append(
                        self.headers.get("Authorization", "").partition("Credential=")[2].partition("/")[0]
                    )
                    status, body = fake.answer(form)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join(10)

    def answer(self, form: Form) -> tuple[int, bytes]:
        """Do what a form asks for."""
        action = form["Action"]
        wrong = self.fault(form)
        if wrong is None:
            done = getattr(self, f"_{action}")(form)
            if isinstance(done, str):
                return 200, f"<{action}Response><{action}Result>{done}</{action}Result></{action}Response>".encode()
            wrong = done
        status, code = wrong
        return (
            status,
            f"<ErrorResponse><Error><Code>{code}</Code><Message>{code}</Message></Error></ErrorResponse>".encode(),
        )

    def _CreateUser(self, form: Form) -> str | tuple[int, str]:  # noqa: N802 - the service's name
        if form["UserName"] in self.users:
            return 409, "EntityAlreadyExists"
        self.users[form["UserName"]] = User()
        return f"<User><UserName>{escape(form['UserName'])}</UserName></User>"

    def _PutUserPolicy(self, form: Form) -> str:  # noqa: N802
        self.users[form["UserName"]].policy = form["PolicyDocument"]
        return ""

    def _CreateAccessKey(self, form: Form) -> str | tuple[int, str]:  # noqa: N802
        user = self.users[form["UserName"]]
        if len(user.keys) == 2:
            return 409, "LimitExceeded"
        key = f"AKIA{next(self._numbers):016}"
        user.keys.append(key)
        return (
            f"<AccessKey><UserName>u</UserName><AccessKeyId>{key}</AccessKeyId><Status>Active</Status>"
            f"<SecretAccessKey>secret-of-{key}</SecretAccessKey></AccessKey>"
        )

    def _ListAccessKeys(self, form: Form) -> str | tuple[int, str]:  # noqa: N802
        if form["UserName"] not in self.users:
            return 404, "NoSuchEntity"
        made = (f"2026-05-01T12:00:{int(key[4:]) % 60:02}Z" for key in self.users[form["UserName"]].keys)
        members = "".join(
            f"<member><AccessKeyId>{key}</AccessKeyId><CreateDate>{at}</CreateDate></member>"
            for key, at in zip(self.users[form["UserName"]].keys, made, strict=True)
        )
        return f"<IsTruncated>false</IsTruncated><AccessKeyMetadata>{members}</AccessKeyMetadata>"

    def _DeleteAccessKey(self, form: Form) -> str | tuple[int, str]:  # noqa: N802
        user = self.users.get(form["UserName"])
        if user is None or form["AccessKeyId"] not in user.keys:
            return 404, "NoSuchEntity"
        user.keys.remove(form["AccessKeyId"])
        return ""

    def _DeleteUserPolicy(self, form: Form) -> str | tuple[int, str]:  # noqa: N802
        user = self.users.get(form["UserName"])
        if user is None or not user.policy:
            return 404, "NoSuchEntity"
        user.policy = ""
        return ""

    def _DeleteUser(self, form: Form) -> str | tuple[int, str]:  # noqa: N802
        user = self.users.get(form["UserName"])
        if user is None:
            return 404, "NoSuchEntity"
        if user.keys or user.policy:
            return 409, "DeleteConflict"
        del self.users[form["UserName"]]
        return ""

    def _ListUsers(self, form: Form) -> str:  # noqa: N802
        """Two users a page, so that readers must turn pages."""
        names = sorted(self.users)
        start = int(form.get("Marker", "0"))
        members = "".join(
            f"<member><UserName>{name}</UserName><Path>/</Path></member>" for name in names[start : start + 2]
        )
        more = start + 2 < len(names)
        marker = f"<Marker>{start + 2}</Marker>" if more else ""
        return f"<IsTruncated>{str(more).lower()}</IsTruncated>{marker}<Users>{members}</Users>"

    def _AssumeRole(self, form: Form) -> str:  # noqa: N802
        self.sessions.append(form)
        return self._session()

    def _AssumeRoleWithWebIdentity(self, form: Form) -> str:  # noqa: N802
        self.identities.append(form)
        return self._session()

    def _session(self) -> str:
        key = f"AKIA{next(self._numbers):016}"
        return (
            f"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret-of-{key}</SecretAccessKey>"
            f"<SessionToken>token-of-{key}</SessionToken><Expiration>{self.expiration}</Expiration></Credentials>"
        )

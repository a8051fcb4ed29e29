"""Errors of the product, as a tree whose types say whose fault it is.

::

    MediaInsightsError
    ├── InvalidSettings      the administrator's: an environment variable of the installation
    ├── NotPrepared          the administrator's: a namespace cannot be made ready for runs; says what is missing
    ├── InvalidObject        the user's: an object whose spec cannot be read; says which fields
    ├── NoCluster            the user's: no kubeconfig that can be used, and no pod's account either
    ├── WrongState           the user's: the objects are not in a state that allows what was asked; says which would
    ├── InvalidImport        the user's: a file that is to be imported holds no result that is known, or a wrong shape
    ├── InvalidQuery         the user's: a query that cannot be read; says where, and what would be right
    ├── NotInstalled         the administrator's: something needs a model or a package that is not there; says which
    ├── UnreadableResult     its maker's: a stored result does not have the shape of its name, or has a newer one
    ├── StoreError           what the object store answered about one object or bucket
    │   ├── NoSuchObject     the user's: the key does not exist (yet)
    │   ├── NoSuchBucket     the user's or the administrator's: the bucket does not exist
    │   ├── AccessDenied     the administrator's: the credentials may not do this
    │   ├── NoCredentials    the administrator's: the store gives a run no credentials of its own
    │   ├── Changed          nobody's: the object is no longer what the writer had read; read again
    │   └── Damaged          whoever wrote it: the object is not what its key says, for instance no JSON
    │       └── Tampered     whoever wrote it: the object is not the one that a status names by its hash
    ├── ApiError             what the API server answered about one object
    │   ├── NotFound         nobody's: the object is gone
    │   │   └── NoSuchKind   the administrator's: what brings the kind is not installed
    │   ├── AlreadyExists    nobody's: it was made before; for deterministic names that means done
    │   ├── Conflict         nobody's: it changed meanwhile; observe again
    │   ├── Forbidden        the administrator's: a missing permission, or a namespace that is going away
    │   ├── Unauthorized     the caller's: credentials that are missing, wrong or expired
    │   ├── TooLarge         the object's writer's: the answer is larger or deeper than what is read; a write was done
    │   └── Rejected         the sender's: the API server finds the request invalid; sending it again changes nothing
    ├── Unavailable          nobody's: a network or a server that will come back; try again
    ├── LostLease            nobody's: another replica leads now; this one must stop writing
    └── SilentWatch          nobody's: a watch brings nothing any more though something happened; begin it anew
"""
# ruff: noqa: N818 - the names are the sentences of the tree above; a suffix would add nothing

from dataclasses import dataclass


class MediaInsightsError(Exception):
    """The root: everything that the product raises on purpose."""


class InvalidSettings(MediaInsightsError):
    """An environment variable of the installation is missing or has a value that cannot be used."""


class NotPrepared(MediaInsightsError):
    """A namespace cannot be given what its runs need, since something about the installation is not known."""


class InvalidObject(MediaInsightsError):
    """An object of our kinds cannot be read; the message names the fields and what would be right."""


class NoCluster(MediaInsightsError):
    """Nothing says which API server to ask, or with which credentials."""


class WrongState(MediaInsightsError):
    """An action that the state of the objects does not allow; the message says what would be right."""


class InvalidImport(MediaInsightsError):
    """A file holds no result that can be imported; says where it is wrong, and what would be right."""


class NotInstalled(MediaInsightsError):
    """What was asked needs a model or a package that this installation does not have; says how it gets there."""


class UnreadableResult(MediaInsightsError):
    """A stored result does not have the shape of its name, or a newer one; says what is wrong and where."""


class StoreError(MediaInsightsError):
    """The object store refused one request; trying again changes nothing."""


class NoSuchObject(StoreError):
    """The bucket exists, the key does not."""


class NoSuchBucket(StoreError):
    """The bucket does not exist."""


class AccessDenied(StoreError):
    """The installation's credentials may not do this."""


class NoCredentials(StoreError):
    """The store gives a run no credentials of its own; the message says why."""


class Changed(StoreError):
    """Somebody else wrote the object since it was read; what was read must be read again."""


class TookTooLong(Exception):
    """A computation over what a user wrote did not end in time; counted as a defect, and its object is left alone."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal in the API server's own fields: what meta/v1 ``Status`` holds, empty where it says nothing.

    https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
    """

    status: int = 0
    """The HTTP status code."""
    reason: str = ""
    """One word, for instance ``NotFound`` or ``Invalid``."""
    message: str = ""
    """The API server's sentence."""
    kind: str = ""
    """What it is about: for most reasons the plural, ``mediaassets``; a missing namespace is ``namespaces``."""
    name: str = ""
    """The object's name."""


class Damaged(StoreError):
    """A stored object cannot be read as what it should be."""


class Tampered(Damaged):
    """A stored object is not the one whose hash the API server holds: somebody else wrote it."""


class ApiError(MediaInsightsError):
    """The API server refused one request; ``refusal`` holds its answer."""

    def __init__(self, sentence: str, refusal: Refusal = Refusal()) -> None:
        super().__init__(sentence)
        self.refusal = refusal


class NotFound(ApiError):
    """The object does not exist, or no longer."""


class NoSuchKind(NotFound):
    """The API server does not serve the kind: its definition is not installed in this cluster."""


class AlreadyExists(ApiError):
    """An object of this name exists."""


class Conflict(ApiError):
    """The object is no longer the one that was observed."""


class Forbidden(ApiError):
    """The controller's permissions do not allow this, or the namespace is going away."""


class Unauthorized(ApiError):
    """The API server does not know who asks."""


class Rejected(ApiError):
    """The API server found the request invalid."""


class TooLarge(ApiError):
    """The answer is larger or nested deeper than any object that is read; what was asked for was done all the same."""


class Unavailable(MediaInsightsError):
    """A server cannot be reached, is overloaded or failed: the same request may succeed later."""

    def __init__(self, sentence: str, refusal: Refusal | None = None) -> None:
        super().__init__(sentence)
        self.refusal = refusal
        """The API server's answer; None when there was none, and for other servers."""


class InvalidQuery(MediaInsightsError):
    """A query of the search cannot be read."""

    def __init__(self, sentence: str, position: int | None = None) -> None:
        super().__init__(sentence)
        self.position = position
        """Characters before the place where it goes wrong; None where it is no single place."""


class LostLease(MediaInsightsError):
    """Another replica may be leading: nothing may be written any more."""


class SilentWatch(MediaInsightsError):
    """A watch brings nothing any more, though something happened; everything must be listed and watched anew."""

"""What can go wrong, as a tree whose type says whose fault it is.

::

    MediaInsightsError
    ├── InvalidSettings      the administrator's: an environment variable of the installation
    ├── InvalidObject        the user's: an object whose spec cannot be read; says which fields
    ├── StoreError           what the object store answered about one object or bucket
    │   ├── NoSuchObject     the user's: the key does not exist (yet)
    │   ├── NoSuchBucket     the user's or the administrator's: the bucket does not exist
    │   ├── AccessDenied     the administrator's: the credentials may not do this
    │   └── Changed          nobody's: the object is no longer what the writer had read; read again
    ├── ApiError             what the API server answered about one object
    │   ├── NotFound         nobody's: the object is gone
    │   ├── AlreadyExists    nobody's: it was made before; for deterministic names that means done
    │   ├── Conflict         nobody's: it changed meanwhile; observe again
    │   ├── Forbidden        the administrator's: a missing permission, or a namespace that is going away
    │   └── Rejected         ours: the API server refused what we sent
    ├── Unavailable          nobody's: a network or a server that will come back; try again
    └── LostLease            nobody's: another replica leads now; this one must stop writing
"""
# ruff: noqa: N818 - the names are the sentences of the tree above; a suffix would add nothing


class MediaInsightsError(Exception):
    """The root: everything that the product raises on purpose."""


class InvalidSettings(MediaInsightsError):
    """An environment variable of the installation is missing or has a value that cannot be used."""


class InvalidObject(MediaInsightsError):
    """An object of our kinds cannot be read; the message names the fields and what would be right."""


class StoreError(MediaInsightsError):
    """The object store refused one request; trying again changes nothing."""


class NoSuchObject(StoreError):
    """The bucket exists, the key does not."""


class NoSuchBucket(StoreError):
    """The bucket does not exist."""


class AccessDenied(StoreError):
    """The installation's credentials may not do this."""


class Changed(StoreError):
    """Somebody else wrote the object since it was read; what was read must be read again."""


class ApiError(MediaInsightsError):
    """The API server refused one request."""


class NotFound(ApiError):
    """The object does not exist, or no longer."""


class AlreadyExists(ApiError):
    """An object of this name exists."""


class Conflict(ApiError):
    """The object is no longer the one that was observed."""


class Forbidden(ApiError):
    """The controller's permissions do not allow this, or the namespace is going away."""


class Rejected(ApiError):
    """The API server found the request invalid."""


class Unavailable(MediaInsightsError):
    """A server cannot be reached, is overloaded or failed: the same request may succeed later."""


class LostLease(MediaInsightsError):
    """Another replica may be leading: nothing may be written any more."""

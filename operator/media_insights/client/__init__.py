"""Client of the HTTP API for programs: ``from media_insights.client import Client``.

Belongs here: calls with their types, pages as iterators, refusals as exceptions, repeating what may be repeated.
Must not be here: anything of the rest of the product, so that importing it is quick and it speaks to any version of
the API; what arguments of a command line mean.
"""

from media_insights.client.calls import Client
from media_insights.client.refusals import ApiUnreachable, RefusedRequest

__all__ = ["ApiUnreachable", "Client", "RefusedRequest"]

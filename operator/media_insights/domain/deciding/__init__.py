"""Deciding: what to do about one object, as values: actions, a status and the changes worth an Event.

One folder per kind that is more than checked. Must not be here: doing any of it (``controller``), or the plan itself.
"""

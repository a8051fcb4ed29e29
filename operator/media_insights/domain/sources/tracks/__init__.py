"""Tracks: which kinds of track a container has, by its own structure and never by marks found anywhere in its bytes.

One parser for each family of containers; each is total: bytes that lie end its search. Must not be here: codecs, or
anything else about a track than its kind.
"""

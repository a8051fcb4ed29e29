"""Sources: what a media file is by its bytes, and which namespace may name which file.

Must not be here: reading of files and objects (``storage``, ``controller``), or what is done with a source.
"""

"""Captions as the operators lay them out and write them: copies of the kit's modules, so that both agree.

Belongs here: only what ``make generate`` copies. Must not be here: where captions come from.
"""

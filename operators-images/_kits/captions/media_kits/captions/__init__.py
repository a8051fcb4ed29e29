"""Captions: words, lines, the rules of good captions, the formats of files.

Belongs here: what at least two operators about captions need, on the standard library. Must not be here: how
speech is divided into cues, which only `captions` decides.
"""

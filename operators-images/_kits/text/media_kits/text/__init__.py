"""Texts and transcripts: decoding, sentences with their places, the times at which words are said, English or not.

Belongs here: what at least two operators that read texts need, on the standard library. Must not be here: models.
"""

"""What operators about captions share: words, lines, the rules of good captions, the formats of files.

Belongs here: standard library only, and only what at least two operators use. Does not: how speech is divided.
"""

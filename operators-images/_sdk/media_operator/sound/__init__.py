"""What operators that listen share: safe decoding to one channel at 16 kHz, piece by piece.

Unlike the rest of the SDK it needs numpy and PyAV (`av`), which the operator declares, and so it is imported by name
only: `from media_operator.sound import recordings`.
"""

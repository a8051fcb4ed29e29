"""Audio that operators listen to: a file nobody vouches for, decoded safely to one channel at 16 kHz, piece by piece.

Belongs here: decoding audio to samples. Must not be here: models that analyse audio, or anything that starts ffmpeg
(the kit `video`).
Needs numpy and PyAV.
"""

"""What operators that open films and sound share: ffmpeg behind guards, what a source is, why it is none, timecodes.

Needs the package `imageio-ffmpeg` – a static ffmpeg, part of the base image `media` – and nothing else, and so it is
imported by name only: `from media_operator.films import ffmpeg, sources`. No operator starts ffmpeg in another way.
"""

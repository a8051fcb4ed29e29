"""Video and audio files through ffmpeg: guarded runs, what a source is, why it is none, segments, timecodes.

Belongs here: whatever starts ffmpeg – no operator starts it in another way – and what follows from a source's streams.
Must not be here: the content of frames (the kit `vision`). Needs imageio-ffmpeg, a static ffmpeg.
"""

"""Frames and images: the medium Frames, safe decoding to pixels, ONNX networks with their manifests, boxes, faces.

Belongs here: what at least two operators that analyse images need. Must not be here: decoding of
video (the kit `video`).
Modules need numpy, Pillow or ONNX Runtime, the packages of the base image `vision`; `frames` needs nothing.
"""

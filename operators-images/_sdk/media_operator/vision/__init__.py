"""What operators that look at pictures share: safe decoding, networks with their manifests, boxes.

Unlike the rest of the SDK it needs numpy, Pillow and ONNX Runtime – the packages of the base image `vision` –
and so it is imported by name only: `from media_operator.vision import pictures`.
"""

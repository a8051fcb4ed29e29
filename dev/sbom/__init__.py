"""What is inside each image, as a bill of materials, and under which licences: read from locks and declarations.

Belongs here: the packages, models and Debian packages of an image as components, CycloneDX, the page of third parties.
Must not be here: how an image is built (``dev.images``) and how a model is made (``dev.models``).
"""

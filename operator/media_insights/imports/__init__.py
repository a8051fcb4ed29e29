"""Results that were made elsewhere, read into our shapes: Rekognition, Transcribe, Comprehend, Translate, MIE's own.

Belongs here: pure functions from the bytes of files to named results whose shape was checked, one service per file.
Storing them and running the import belongs to the command lines.
"""

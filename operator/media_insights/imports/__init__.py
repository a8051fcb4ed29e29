"""Imports: results that were made elsewhere, read into our shapes – Rekognition, Transcribe, Comprehend, MIE's own.

One service per file. Pure. Must not be here: reading of files and making of executions.
"""

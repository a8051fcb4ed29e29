"""The catalogue as files: operators' folders and workflows, their digests, lint, scaffold and installation.

Must not be here: running of operators (``local``, ``compile``) and rules of a manifest (``domain.deciding``).
"""

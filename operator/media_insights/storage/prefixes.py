"""One guard for deletions: a prefix that would reach beyond one folder is refused."""


def folder_of(prefix: str) -> str:
    """Return the prefix with a final slash, so that ``a/1`` never reaches ``a/10``; ValueError when it is empty."""
    if not prefix.strip("/"):
        raise ValueError("an empty prefix would delete the whole bucket: name a folder, such as private/assets/<uid>")
    return prefix.rstrip("/") + "/"

"""The kinds: what users write and read. Pure shapes and constants; imports nothing of the other packages."""

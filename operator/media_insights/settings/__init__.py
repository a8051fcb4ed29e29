"""What a process takes from its environment: one frozen dataclass for each process, over one reader.

Must not be here: options of command lines, and decisions that follow from a setting.
"""

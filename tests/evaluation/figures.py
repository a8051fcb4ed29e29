"""A figure of quality: what was measured, of how much, and how it is written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value of one operator."""

    operator: str
    measure: str
    """In words that say what is counted; with the operator, the figure's name everywhere."""
    value: float
    samples: str
    """How much it was measured on, for instance "119 words"."""
    unit: str = ""
    digits: int = 2
    """Decimals that mean something at this sample size."""

    @property
    def text(self) -> str:
        """The value as people read it."""
        number = f"{self.value:.{self.digits}f}"
        return f"{number} {self.unit}".strip()

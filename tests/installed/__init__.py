"""The built wheel, used in an empty environment, away from the checkout."""

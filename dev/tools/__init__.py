"""Scripts behind ``make`` verbs that are no part of the product: generation, checks of the repository itself."""

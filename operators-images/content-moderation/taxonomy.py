"""What seen things mean to a moderator: Rekognition's names in two levels, and the labels that stand for them.

A thing is listed only if most images of it would be called so by a person. Left out on purpose, because they mostly
show something else: knives, scissors and cleavers (kitchens), missiles (space flight), bottles and goblets (water),
baseball bats (sport), swimwear (evening dresses), syringes (medicine), holsters and masks. Classes for
cigarettes, blood, gestures and symbols of hate exist in neither network.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """A second-level name, its group, and the names of objects and of whole-image classes that stand for it."""

    name: str
    group: str
    objects: frozenset[str] = frozenset()
    scenes: frozenset[str] = frozenset()


CATEGORIES = (
    Category(
        "Weapons", "Violence", scenes=frozenset({"Assault Rifle", "Rifle", "Revolver", "Cannon", "Military Tank"})
    ),
    Category(
        "Alcoholic Beverages",
        "Alcohol",
        objects=frozenset({"Wine Glass"}),
        scenes=frozenset({"Red Wine", "Wine Bottle", "Beer Bottle", "Beer Glass", "Cocktail Shaker", "Whiskey Jug"}),
    ),
    Category("Pills", "Drugs", scenes=frozenset({"Pill Bottle"})),
    Category("Gambling Machines", "Gambling", scenes=frozenset({"Slot"})),
)

"""Categories of labels: a coarser division than parents, by the names that Rekognition gives its categories."""

from collections.abc import Iterable, Mapping

EVERYDAY = "Everyday Objects"
"""The category of what belongs to no other."""

CATEGORIES: Mapping[str, str] = {
    "Accessories": "Apparel and Accessories",
    "Animal": "Animals and Pets",
    "Appliance": "Home Appliances",
    "Architecture": "Buildings and Architecture",
    "Bag": "Apparel and Accessories",
    "Ball": "Sports",
    "Bathroom": "Home and Indoors",
    "Beverage": "Food and Beverage",
    "Citrus Fruit": "Food and Beverage",
    "Clothing": "Apparel and Accessories",
    "Computer": "Technology and Computing",
    "Computer Hardware": "Technology and Computing",
    "Cutlery": "Kitchen and Dining",
    "Dessert": "Food and Beverage",
    "Electronics": "Technology and Computing",
    "Food": "Food and Beverage",
    "Fungus": "Plants and Flowers",
    "Furniture": "Furniture and Furnishings",
    "Glass": "Kitchen and Dining",
    "Kitchen Utensil": "Kitchen and Dining",
    "Musical Instrument": "Hobbies and Interests",
    "Nature": "Nature and Outdoors",
    "Person": "Person Description",
    "Plant": "Plants and Flowers",
    "Pottery": "Home and Indoors",
    "Publication": "Text and Documents",
    "Racket": "Sports",
    "Road Sign": "Transport and Logistics",
    "Sport": "Sports",
    "Street": "Transport and Logistics",
    "Tableware": "Kitchen and Dining",
    "Tool": "Tools and Machinery",
    "Toy": "Toys and Gaming",
    "Transportation": "Vehicles and Automotive",
    "Weapon": "Weapons and Military",
}
"""A name → the category of all that is of this kind. The most general kind of a label decides."""


def category_of(name: str, parents: Iterable[str]) -> str:
    """Return the category of a label whose parents go from general to specific."""
    return next((CATEGORIES[kind] for kind in (*parents, name) if kind in CATEGORIES), EVERYDAY)

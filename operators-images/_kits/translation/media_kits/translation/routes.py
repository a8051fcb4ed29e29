"""The way from one language to another: directly where somebody offers that, else by one language between."""

from collections.abc import Sequence
from dataclasses import dataclass

from media_kits.translation.languages import fits
from media_operator.errors import BadParameters


@dataclass(frozen=True)
class Offer:
    """An engine's offer to translate; `rank` is how much it is worse than others (0 is best)."""

    engine: str
    source: str
    target: str
    rank: int


Route = tuple[Offer, ...]


def decide_route(source: str, target: str, offers: Sequence[Offer]) -> Route:
    """Return the offers to take one after another. Raises BadParameters naming what there is.

    A direct one comes before a detour, then the better engine, then the target that is met exactly (``pt-BR``).
    """
    routes = [*_direct(source, target, offers), *_detours(source, target, offers)]
    if not routes:
        raise BadParameters(
            f"targetLanguage: nothing here translates {source!r} into {target!r}; {_listing_of(offers)}"
        )
    return min(routes, key=lambda route: _price(route, target))


def _price(route: Route, target: str) -> tuple[int, int, bool]:
    return len(route), sum(offer.rank for offer in route), route[-1].target.lower() != target.lower()


def _direct(source: str, target: str, offers: Sequence[Offer]) -> list[Route]:
    return [(offer,) for offer in offers if fits(offer.source, source) and fits(offer.target, target)]


def _detours(source: str, target: str, offers: Sequence[Offer]) -> list[Route]:
    first = [offer for offer in offers if fits(offer.source, source) and not fits(offer.target, source)]
    return [(begin, *end) for begin in first for end in _direct(begin.target, target, offers) if begin.target != target]


def _listing_of(offers: Sequence[Offer]) -> str:
    pairs = sorted({f"{offer.source}→{offer.target}" for offer in offers})
    if not pairs:
        return "there is no model at all: mount one, see the operator's README"
    return f"there are {', '.join(pairs)} and what two of them give one after the other; others can be mounted"

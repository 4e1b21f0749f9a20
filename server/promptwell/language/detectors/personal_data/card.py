"""Payment cards: numbers of an issuer's range and length that pass Luhn's formula."""

from __future__ import annotations

from typing import NamedTuple

from promptwell.language.detectors.personal_data.checksums import luhn


class Network(NamedTuple):
    """A card network: how its numbers begin (first and last prefix, of one length) and how long they are."""

    name: str
    prefixes: tuple[tuple[int, int], ...]
    lengths: tuple[int, ...]


# Ranges as the networks publish them (ISO/IEC 7812-1 gives the first digits to industries).
NETWORKS = (
    Network("Visa", ((4, 4),), (13, 16, 18, 19)),
    Network("Mastercard", ((51, 55), (2221, 2720)), (16,)),
    Network("American Express", ((34, 34), (37, 37)), (15,)),
    Network("Diners Club", ((300, 305), (3095, 3095), (36, 36), (38, 39)), (14, 16, 19)),
    Network("JCB", ((3528, 3589),), (16, 17, 18, 19)),
    Network("JCB", ((2131, 2131), (1800, 1800)), (15, 16)),
    Network("Discover", ((6011, 6011), (644, 649), (65, 65)), (16, 19)),
    Network("UnionPay", ((62, 62), (8100, 8171)), (16, 17, 18, 19)),
    Network(
        "Maestro", ((5018, 5018), (5020, 5020), (5038, 5038), (5893, 5893)), tuple(range(12, 20))
    ),
    Network("Maestro", ((6304, 6304), (6759, 6759), (6761, 6763)), tuple(range(12, 20))),
    Network("Mir", ((2200, 2204),), (16, 17, 18, 19)),
    Network("RuPay", ((6521, 6522), (8172, 8199)), (16,)),
    Network("Elo", ((506699, 506778), (509000, 509999), (636297, 636297), (636368, 636368)), (16,)),
    Network("Verve", ((506099, 506198), (507865, 507964)), (16, 18, 19)),
    Network("Troy", ((979200, 979289),), (16,)),
    Network("Hipercard", ((606282, 606282), (637095, 637095)), (16,)),
)


def network_of(number: str) -> str | None:
    """The network of a card's number, given without separators; None for a number that is no card's."""
    if not 12 <= len(number) <= 19:
        return None
    for network in NETWORKS:
        if len(number) in network.lengths and _begins(number, network) and luhn(number):
            return network.name
    return None


def has_card_groups(groups: list[int]) -> bool:
    """Whether digits are grouped as on a card: in fours, or 4-6-5 and 4-6-4."""
    if len(groups) == 1 or groups in ([4, 6, 5], [4, 6, 4]):
        return True
    return all(size == 4 for size in groups[:-1]) and 1 <= groups[-1] <= 7


def _begins(number: str, network: Network) -> bool:
    return any(first <= int(number[: len(str(first))]) <= last for first, last in network.prefixes)

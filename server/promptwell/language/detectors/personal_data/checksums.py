"""Check digits: the published ways to tell a mistyped or invented number from a real one."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

# The dihedral group of ten elements and the permutation of Verhoeff's scheme (1969).
_TURN = (
    *("0123456789", "1234067895", "2340178956", "3401289567", "4012395678"),
    *("5987604321", "6598710432", "7659821043", "8765932104", "9876543210"),
)
_SHIFT = (
    *("0123456789", "1576283094", "5803796142", "8916043527"),
    *("9453126870", "4286573901", "2793806415", "7046913258"),
)


def digits_of(number: str) -> list[int]:
    """The digits of a number that holds nothing else."""
    return [ord(digit) - 48 for digit in number]


def luhn(number: str) -> bool:
    """Whether a number's last digit follows from the others by Luhn's formula (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits_of(number))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def verhoeff(number: str) -> bool:
    """Whether a number's last digit follows from the others by Verhoeff's scheme."""
    check = 0
    for place, digit in enumerate(reversed(digits_of(number))):
        check = int(_TURN[check][int(_SHIFT[place % 8][digit])])
    return check == 0


def mod_97(code: str) -> int:
    """The rest of an alphanumeric code by 97, letters counting from A = 10 (ISO/IEC 7064, MOD 97-10)."""
    return int("".join(str(int(character, 36)) for character in code)) % 97


def mod_11_10(number: str) -> bool:
    """Whether a number passes ISO/IEC 7064, MOD 11,10."""
    check = 10
    for digit in digits_of(number[:-1]):
        check = ((check + digit) % 10 or 10) * 2 % 11
    return (check + int(number[-1])) % 10 == 1


def weighted(number: str, weights: Sequence[int]) -> int:
    """The sum of a number's digits, each times its weight; digits without a weight don't count."""
    return sum(map(mul, digits_of(number), weights))


def is_date(year: str, month: str, day: str) -> bool:
    """Whether two-digit parts can be a date; the year's century is not known."""
    if not "01" <= month <= "12" or not "01" <= day <= "31":
        return False
    if day > "30":
        return month in ("01", "03", "05", "07", "08", "10", "12")
    return month != "02" or day < "29" or (day == "29" and int(year) % 4 == 0)

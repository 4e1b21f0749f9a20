"""Letters that look like Latin ones: taken from the table of confusable characters of Unicode.

Version 17.0.0 of 2025-07-22 (https://www.unicode.org/Public/security/17.0.0/confusables.txt), read
on 2026-11-29. Only letters of living scripts that stand for one Latin letter are kept, and a capital
that the table gives as `l` stands for `I` here. Forms of Latin letters themselves, such as the
mathematical and the fullwidth ones, are what compatibility normalization makes Latin.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SCRIPTS: Mapping[str, tuple[str, str]] = {
    "Cyrillic": (
        "ЅІЈАВЕКМНОРСТУХЬагеорсухѕіјѡѴѵҮүһҽӀӏԁԌԛԜԝꙇ",
        "SIJABEKMHOPCTYXbareopcyxsijwVvYyheIldGqWwi",
    ),
    "Greek": (
        "ͿΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγινορσυϜϳϸϺᴦ",
        "JABEZHIKMNOPTYXayivopouFjpMr",
    ),
    "Armenian": (
        "ՍՏՕագզհոռսցւքօ",
        "USOwqqhnnugifo",
    ),
    "Cherokee": (
        "ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴꭵꮁꮃꮓꮩꮪꮯ",
        "DRTiYAJEWMHYGhZbRWSVSLCPKdGBirwzvsc",
    ),
    "Coptic": (
        "ϭⲂⲅⲎⲒⲓⲔⲘⲚⲞⲟⲢⲣⲤⲥⲦⲨⲩⲬⲽⳎⳏⳐ",
        "oBrHIiKMNOoPpCcTYyXwPpL",
    ),
    "Lisu": (
        "ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ",
        "BPdDTGKJCZFMNLSRVHWXYAEIOU",
    ),
}

LATIN_OF: Mapping[str, str] = MappingProxyType(
    {
        letter: latin
        for letters, latins in _SCRIPTS.values()
        for letter, latin in zip(letters, latins, strict=True)
    }
)
"""The Latin letter that another script's letter looks like."""

SCRIPT_OF: Mapping[str, str] = MappingProxyType(
    {letter: script for script, (letters, _) in _SCRIPTS.items() for letter in letters}
)
"""The script of each of these letters."""

SYMBOLS = frozenset("αγικνορσυϱϲ")
"""Greek letters that formulas write beside Latin ones: `σx`, `Cα`, `ρ_s`."""

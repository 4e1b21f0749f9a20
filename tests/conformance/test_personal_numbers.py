"""Our check digits and numbering plans beside those of well-kept libraries."""

from __future__ import annotations

import random
import re
from importlib import import_module

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from stdnum import iban, luhn

from promptwell.language.detectors.personal_data import checksums
from promptwell.language.detectors.personal_data.find import find_personal_data
from promptwell.language.detectors.personal_data.iban import iban_at
from promptwell.language.detectors.personal_data.national.known import KINDS

# Kinds that both know by the same rules, with a start from which digits are tried.
SAME = {
    "US Social Security number": ("us.ssn", "#########"),
    "Canadian Social Insurance number": ("ca.sin", "#########"),
    "Brazilian CPF": ("br.cpf", "###########"),
    "Argentine CUIL": ("ar.cuit", "20#########"),
    "Chilean RUT": ("cl.rut", "1########"),
    "UK NHS number": ("gb.nhs", "4#########"),
    "German tax number": ("de.idnr", "48#########"),
    "French social security number": ("fr.nir", "2840575######25"),
    "Dutch BSN": ("nl.bsn", "1########"),
    "Swiss social security number": ("ch.ssn", "756##########"),
    "Finnish personal code": ("fi.hetu", "120584-4##B"),
    "Estonian personal code": ("ee.ik", "4840512####"),
    "Lithuanian personal code": ("lt.asmens", "4840512####"),
    "Spanish DNI": ("es.dni", "4#######B"),
    "Spanish NIE": ("es.nie", "Y#######C"),
    "Italian tax code": ("it.codicefiscale", "BRTLNE84E45F20#I"),
    "Portuguese NIF": ("pt.nif", "2########"),
    "Polish PESEL": ("pl.pesel", "840512#####"),
    "Romanian CNP": ("ro.cnp", "284051240####"),
    "Bulgarian EGN": ("bg.egn", "840512####"),
    "Croatian OIB": ("hr.oib", "###########"),
    "JMBG": ("si.emso", "120598450####"),
    "Greek AMKA": ("gr.amka", "120584#####"),
    "Indian Aadhaar number": ("in_.aadhaar", "4###########"),
    "Korean resident number": ("kr.rrn", "840512-24#####"),
    "Thai identity number": ("th.pin", "1############"),
    "South African identity number": ("za.idnr", "840512####08#"),
    "Turkish identity number": ("tr.tckimlik", "4##########"),
    "Israeli identity number": ("il.idnr", "#########"),
    "Russian tax number": ("ru.inn", "############"),
    "Ukrainian tax number": ("ua.rntrc", "##########"),
    "Norwegian birth number": ("no.fodselsnummer", "1205844####"),
    "Swedish personal number": ("se.personnummer", "840512####"),
    "Czech or Slovak birth number": ("cz.rc", "840512####"),
}
KNOWN = {kind.name: kind for kind in KINDS}


def tries(pattern: str, number: int) -> list[str]:
    chance = random.Random(pattern)
    return [
        "".join(chance.choice("0123456789") if each == "#" else each for each in pattern)
        for _ in range(number)
    ]


@pytest.mark.parametrize("name", SAME)
def test_check_digits_are_those_of_stdnum(name: str) -> None:
    module, pattern = SAME[name]
    theirs, kind = import_module(f"stdnum.{module}"), KNOWN[name]
    right = 0
    for written in tries(pattern, 3000):
        number = written.replace("-", "")
        formed = re.fullmatch(kind.form, number, re.ASCII) is not None
        ours = formed and (kind.check is None or kind.check(number))
        assert theirs.is_valid(written) == ours, (name, written)
        right += ours
    assert right


def test_account_numbers_are_those_of_stdnum() -> None:
    for country, pattern in {
        "DE": "##################",
        "GB": "MIDL##############",
        "FR": "##########0#######15Z25",
        "NL": "RABO##########",
        "ES": "####################",
        "NO": "###########",
    }.items():
        for body in tries(pattern, 300):
            check = 98 - checksums.mod_97(f"{body}{country}00")
            assert iban.is_valid(f"{country}{check:02}{body}", check_country=False)
            assert iban_at(f"{country}{check:02}{body}", 0)
            assert not iban_at(f"{country}{check % 97 + 2:02}{body}", 0)


def test_luhn_is_that_of_stdnum() -> None:
    for number in tries("################", 2000):
        assert checksums.luhn(number) == luhn.is_valid(number)


@pytest.mark.parametrize("form", ["INTERNATIONAL", "E164"])
def test_numbers_of_nearly_every_country_are_found(form: str) -> None:
    total = missed = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
            number = real_number(region, kind)
            if number is not None:
                written = phonenumbers.format_number(number, getattr(PhoneNumberFormat, form))
                total += 1
                missed += not any(
                    each.kind == "phone" for each in find_personal_data(f"It is {written}.")
                )
    assert total > 400
    assert missed / total < 0.02


def test_national_numbers_behind_a_label_are_found() -> None:
    total = missed = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = real_number(region, PhoneNumberType.MOBILE)
        if number is not None:
            written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
            total += 1
            missed += not any(
                each.kind == "phone" for each in find_personal_data(f"Phone: {written}")
            )
    assert total > 200
    assert missed / total < 0.1


def real_number(region: str, kind: int) -> phonenumbers.PhoneNumber | None:
    """A valid number that is no row of digits, as the library's own examples are."""
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        return None
    start = str(example.national_number)[:-6]
    for tail in ("573921", "804617", "269358", "731904"):
        number = phonenumbers.PhoneNumber(
            country_code=example.country_code,
            national_number=int(start + tail) if start else example.national_number,
            italian_leading_zero=example.italian_leading_zero,
        )
        if phonenumbers.is_valid_number(number):
            return number
    return None

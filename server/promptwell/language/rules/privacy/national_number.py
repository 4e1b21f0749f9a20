"""The rule national-number."""

from __future__ import annotations

from datetime import date

from promptwell.language.rules.personal_data_rule import MEASURED, SET, PersonalDataRule
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM02


class NationalNumber(PersonalDataRule):
    """A number that a state gives to a person, in a prompt.

    ## What it does

    Reports social security, tax and identity numbers of persons: US Social Security numbers, UK National
    Insurance and NHS numbers, the German tax number, the French NIR, the Spanish DNI and NIE, the Italian codice
    fiscale, the Dutch BSN, the Polish PESEL, the Brazilian CPF, the Indian Aadhaar number, the Chinese
    identity number and some forty others. A number counts where its check digits are right and it is written
    in a form that nothing else has, or where a word such as *BSN* stands before it.

    Published examples (`078-05-1120`), digits in a row and dates stay silent.

    ## Why is this bad?

    Such a number opens accounts and files in a person's name, and can't be changed. It goes to the
    provider with each call and stays in the repository's history.

    ## Example

    ```prompty
    system:
    Find the applicant's number.
    user:
    My SSN is 536-90-4399 and I was born in Ohio.
    assistant:
    536-90-4399
    user:
    {{ message }}
    ```

    ```prompty
    system:
    Find the applicant's number.
    user:
    My SSN is 000-00-0000 and I was born in Ohio.
    assistant:
    000-00-0000
    user:
    {{ message }}
    ```

    ## Fix

    The fix writes zeros for the digits and X for the letters, the same wherever the file holds this
    number. It is unsafe: the model reads something else from then on.
    """

    kind = "national"
    sources = (
        OWASP_LLM02,
        Source(
            "python-stdnum, the numbers of each country",
            "https://github.com/arthurdejong/python-stdnum/blob/201d4d13cb4da87d96cce0c8232fe7a1d9ae43a8/README.md",
            date(2026, 11, 29),
        ),
        Source(
            "The ranges of US Social Security numbers, in python-stdnum",
            "https://github.com/arthurdejong/python-stdnum/blob/0061564e7718e8ea3e881030d71736822a3166da/"
            "stdnum/us/ssn.py",
            date(2026, 11, 29),
        ),
    )
    measured = (Measurement(SET, 1.0, 1.0, MEASURED),)

"""The rule bank-account."""

from __future__ import annotations

from datetime import date

from promptwell.language.rules.personal_data_rule import MEASURED, SET, PersonalDataRule
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM02


class BankAccount(PersonalDataRule):
    """A bank account's number in a prompt.

    ## What it does

    Reports international bank account numbers (IBAN) that have their country's length and right check
    digits, in one piece or in groups of four.

    The examples of the banks' own documents, such as `DE89 3704 0044 0532 0130 00`, stay silent.

    ## Why is this bad?

    An account number names a person and lets others collect from it. It goes to the provider with each
    call and stays in the repository's history.

    ## Example

    ```prompty
    system:
    Read the account from an invoice.
    user:
    Pay to GB02 RVXB 0127 1286 7936 53 within a week.
    assistant:
    GB02RVXB01271286793653
    user:
    {{ invoice }}
    ```

    ```prompty
    system:
    Read the account from an invoice.
    user:
    Pay to GB29 NWBK 6016 1331 9268 19 within a week.
    assistant:
    GB29NWBK60161331926819
    user:
    {{ invoice }}
    ```

    ## Fix

    The fix writes an example of the registry, the same one wherever the file holds this account. It is
    unsafe: the model reads something else from then on.
    """

    kind = "iban"
    sources = (
        OWASP_LLM02,
        Source(
            "The registry of international bank account numbers, as in python-stdnum",
            "https://github.com/arthurdejong/python-stdnum/blob/13270457bd53c93ce5c085fdd7d7e343a089a97d/"
            "stdnum/iban.dat",
            date(2026, 11, 29),
        ),
    )
    measured = (Measurement(SET, 1.0, 1.0, MEASURED),)

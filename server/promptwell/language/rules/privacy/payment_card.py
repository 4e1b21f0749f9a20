"""The rule payment-card."""

from __future__ import annotations

from datetime import date

from promptwell.language.rules.personal_data_rule import MEASURED, SET, PersonalDataRule
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM02


class PaymentCard(PersonalDataRule):
    """A payment card's number in a prompt.

    ## What it does

    Reports numbers of 12 to 19 digits that lie in a card network's range, have its length and pass Luhn's
    formula, bare or in groups. Beside a word such as *card*, any number that passes counts.

    The numbers that payment providers publish for tests, such as `4242 4242 4242 4242`, and digits in a
    row stay silent. So do numbers that the text calls an id, an order or a serial number.

    ## Why is this bad?

    A card's number is worth money to whoever reads it: the provider's logs, the repository's history, and
    everyone to whom the model repeats it. Card data in a prompt also makes its storage subject to PCI DSS.

    ## Example

    ```prompty
    system:
    Find the card's number in a message.
    user:
    My card 4539 5787 6362 1486 was charged twice.
    assistant:
    4539 5787 6362 1486
    user:
    {{ message }}
    ```

    ```prompty
    system:
    Find the card's number in a message.
    user:
    My card 4242 4242 4242 4242 was charged twice.
    assistant:
    4242 4242 4242 4242
    user:
    {{ message }}
    ```

    ## Fix

    The fix writes a test number instead, the same one wherever the file holds this card. It is unsafe:
    the model reads something else from then on.
    """

    kind = "card"
    sources = (
        OWASP_LLM02,
        Source(
            "The ranges and lengths of card networks in credit-card-type",
            "https://github.com/braintree/credit-card-type/blob/0bac61c069d498f9867278ee80f23ca20222af8f/"
            "src/lib/card-types.ts",
            date(2026, 11, 29),
        ),
    )
    measured = (Measurement(SET, 1.0, 0.99, MEASURED),)

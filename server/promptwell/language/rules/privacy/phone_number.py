"""The rule phone-number."""

from __future__ import annotations

from datetime import date

from promptwell.language.rules.personal_data_rule import MEASURED, SET, PersonalDataRule
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM02


class PhoneNumber(PersonalDataRule):
    """A phone number in a prompt.

    ## What it does

    Reports phone numbers. An international one (`+46 8 123...`) counts by itself where its country's
    numbers are that long. A national one counts in a form that little else has, such as
    `(212) 867-4309` or `06 12 94 38 57`, or beside a word such as *phone*, *fax*, *Telefon* or 電話. In an
    example (see `email-address`) it is a **warning**, elsewhere a **hint**.

    Silent are numbers that are nobody's: `555` in North America, the numbers that Ofcom sets aside for
    drama, digits in a row. So are dates, prices, ids and other numbers.

    ## Why is this bad?

    The number goes to the provider with each call, and a model may repeat it to anyone.

    ## Example

    ```prompty
    system:
    Answer as in this example.
    user:
    This is Lena. Please call me back on +49 30 84 71 29 36.
    assistant:
    {"caller": "Lena", "wants": "a call"}
    user:
    {{ message }}
    ```

    ```prompty
    system:
    Answer as in this example.
    user:
    This is Lena. Please call me back on +1 202-555-0100.
    assistant:
    {"caller": "Lena", "wants": "a call"}
    user:
    {{ message }}
    ```

    ## Fix

    The fix writes a number that is set aside for fiction, the same one wherever the file holds this
    number. It is unsafe: the model reads something else from then on.
    """

    kind = "phone"
    severity = "hint"
    sources = (
        OWASP_LLM02,
        Source(
            "libphonenumber's data on numbering plans, which follow ITU-T E.164",
            "https://github.com/google/libphonenumber/blob/0009e8cd8a1fbb9000cf18cdca87ced487642a7c/"
            "resources/PhoneNumberMetadata.xml",
            date(2026, 11, 29),
        ),
        Source(
            "BBC, The 20,000 fake phone numbers (Ofcom's numbers for drama)",
            "https://www.bbc.com/news/blogs-magazine-monitor-32348371",
            date(2026, 11, 29),
        ),
    )
    measured = (Measurement(SET, 1.0, 0.91, MEASURED),)

"""The rule email-address."""

from __future__ import annotations

from promptwell.language.detectors.personal_data.found import PersonalData
from promptwell.language.rules.personal_data_rule import (
    MEASURED,
    SET,
    PersonalDataRule,
    says_who_wrote_it,
)
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM02
from promptwell.language.syntax.document import PromptDocument


class EmailAddress(PersonalDataRule):
    """A person's e-mail address in a prompt.

    ## What it does

    Reports e-mail addresses that look like a person's. In an example it is a **warning**: in a
    `sample`, a default value, test data, few-shot turns, `<example>` tags, or under a heading or label
    that says *example*. Elsewhere it is a **hint**, as instructions may well name an address.

    Silent are reserved domains (`example.com`, `.test`, `.invalid`), domains and names that stand for any
    (`company.com`, `your.name@`, `john.doe@`), mailboxes of an office or a machine (`support@`, `noreply@`),
    repositories (`git@host:path`), URLs with a user, and what names a file's author.

    ## Why is this bad?

    The address goes to the provider with each call, stands in the repository's history, and a model may
    repeat it to anyone. Samples and few-shot turns are often copied from real mail.

    ## Example

    ```prompty
    ---
    inputs:
      - {name: mail, kind: string, default: "From: lena.hartwig@posteo.de"}
    ---
    system:
    Sort this mail: {{ mail }}
    ```

    ```prompty
    ---
    inputs:
      - {name: mail, kind: string, default: "From: user@example.com"}
    ---
    system:
    Sort this mail: {{ mail }}
    ```

    ## Fix

    The fix writes `user@example.com` for the address wherever the file holds it, `user2@example.com` for
    the next one. It is unsafe: the model reads something else from then on.
    """

    kind = "email"
    severity = "hint"
    sources = (
        OWASP_LLM02,
        Source(
            "RFC 2606, Reserved Top Level DNS Names",
            "https://datatracker.ietf.org/doc/html/rfc2606",
            None,
        ),
    )
    measured = (
        Measurement(SET, 1.0, 1.0, MEASURED),
        Measurement("18 addresses told of in 5,988 real files, read by hand", 0.56, None, MEASURED),
    )

    def excused(self, document: PromptDocument, found: PersonalData) -> bool:
        """Whether the address names the author of the file."""
        return says_who_wrote_it(document, found)

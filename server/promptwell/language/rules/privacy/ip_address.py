"""The rule ip-address."""

from __future__ import annotations

from datetime import date

from promptwell.language.rules.personal_data_rule import MEASURED, SET, PersonalDataRule
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.sources import OWASP_LLM02


class IpAddress(PersonalDataRule):
    """A public IP address in a prompt.

    ## What it does

    Reports IPv4 and IPv6 addresses that are somebody's. In an example (see `email-address`) it is a **warning**,
    elsewhere a **hint**.

    Private, loopback, link-local and other special addresses, those that are set aside for documentation
    (RFC 5737, RFC 3849), whole networks (`198.18.0.0/15`), the well-known resolvers, version numbers and
    numbered sections stay silent.

    ## Why is this bad?

    An address leads to a person's line or to a server that an attacker may try. It is personal data where
    it comes from a log.

    ## Example

    ```prompty
    ---
    inputs:
      - {name: log, kind: string, default: "login of u17 from 84.132.91.7 failed"}
    ---
    system:
    Explain this line: {{ log }}
    ```

    ```prompty
    ---
    inputs:
      - {name: log, kind: string, default: "login of u17 from 203.0.113.7 failed"}
    ---
    system:
    Explain this line: {{ log }}
    ```

    ## Fix

    The fix writes an address that is set aside for documentation, the same one wherever the file holds
    this address. It is unsafe: the model reads something else from then on.
    """

    kind = "ip"
    severity = "hint"
    sources = (
        OWASP_LLM02,
        Source(
            "RFC 5737, IPv4 Address Blocks Reserved for Documentation",
            "https://datatracker.ietf.org/doc/rfc5737/",
            date(2026, 11, 29),
        ),
        Source(
            "RFC 3849, IPv6 Address Prefix Reserved for Documentation",
            "https://armware.dk/RFC/rfc/rfc3849.html",
            date(2026, 11, 29),
        ),
    )
    measured = (
        Measurement(SET, 1.0, 1.0, MEASURED),
        Measurement("two addresses told of in 5,988 real files, read by hand", 0.5, None, MEASURED),
    )

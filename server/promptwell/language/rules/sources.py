"""Documents that several rules about security follow, each with the day it was last read."""

from __future__ import annotations

from datetime import date

from promptwell.language.rules.provenance import Source

_OWASP_LLM = (
    "https://github.com/OWASP/www-project-top-10-for-large-language-model-applications/blob/"
    "{commit}/2_0_vulns/{file}"
)

OWASP_LLM01 = Source(
    "OWASP LLM01:2025, Prompt Injection",
    _OWASP_LLM.format(
        commit="020d34736fb053251128ad0db1e85584a1156e6f", file="LLM01_PromptInjection.md"
    ),
    date(2026, 11, 29),
)

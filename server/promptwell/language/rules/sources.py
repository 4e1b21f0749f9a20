"""Documents that several rules about security follow, each with the day it was last read."""

from __future__ import annotations

from datetime import date

from promptwell.language.rules.provenance import Measurement, Source

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

OWASP_LLM02 = Source(
    "OWASP LLM02:2025, Sensitive Information Disclosure",
    _OWASP_LLM.format(
        commit="029a5d609513945644b741cf14136bd4bbb80ce9",
        file="LLM02_SensitiveInformationDisclosure.md",
    ),
    date(2026, 11, 29),
)

OWASP_LLM05 = Source(
    "OWASP LLM05:2025, Improper Output Handling",
    _OWASP_LLM.format(
        commit="017542357d706dc410ff1499b862fe6488c303f5", file="LLM05_ImproperOutputHandling.md"
    ),
    date(2026, 11, 29),
)

OWASP_LLM07 = Source(
    "OWASP LLM07:2025, System Prompt Leakage",
    _OWASP_LLM.format(
        commit="0f2f39742491f1db594b6a08a98af995fca49a47", file="LLM07_SystemPromptLeakage.md"
    ),
    date(2026, 11, 29),
)

NO_FINDING = (Measurement("969 prompt files of ten projects", None, None, date(2026, 11, 29)),)
"""For rules that found nothing on real files: no false alarm, and no share of right ones to give."""

LABELLED_TEMPLATES = (
    Measurement(
        "565 inputs of 260 templates of ten projects, labelled by hand before the rule was written; the "
        "rules input-in-system-role and undelimited-input together",
        0.99,
        1.0,
        date(2026, 11, 29),
    ),
    Measurement(
        "46 bare inputs in the templates of six other projects, read afterwards; what they missed has been "
        "added to the rule since",
        1.0,
        0.72,
        date(2026, 11, 29),
    ),
)
"""How well outside text is told by names, descriptions, samples and the words around it."""
_GITHUB = "https://github.com/{repository}/blob/{commit}/{path}"
GITLEAKS = Source(
    "The default rules of gitleaks",
    _GITHUB.format(
        repository="gitleaks/gitleaks",
        commit="b58d3f102cf3a2c84cb7f923d05c25c9b1aed84b",
        path="config/gitleaks.toml",
    ),
    date(2026, 11, 29),
)
BETTERLEAKS = Source(
    "The default rules of betterleaks",
    _GITHUB.format(
        repository="betterleaks/betterleaks",
        commit="6381fa45ae946c588e2e1334d8396a15e5171ad6",
        path="config/betterleaks.toml",
    ),
    date(2026, 11, 29),
)
KINGFISHER = Source(
    "The rules of kingfisher",
    _GITHUB.format(
        repository="mongodb/kingfisher",
        commit="ee7c0db3ef87575768f817820c24736249ffcdef",
        path="data/rules",
    ),
    date(2026, 11, 29),
)
GITHUB_TOKENS = Source(
    "GitHub, Behind GitHub's new authentication token formats",
    "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/",
    date(2026, 11, 29),
)
CREDDATA = Source(
    "Samsung CredData, what counts as a credential",
    _GITHUB.format(
        repository="Samsung/CredData",
        commit="c2e5761aa1923330eaf7460e44a20bdd0dc86926",
        path="README.md",
    ),
    date(2026, 11, 29),
)
OWASP_LLM03 = Source(
    "OWASP LLM03:2025, Supply Chain",
    _OWASP_LLM.format(
        commit="029a5d609513945644b741cf14136bd4bbb80ce9", file="LLM03_SupplyChain.md"
    ),
    date(2026, 11, 29),
)
OWASP_LLM06 = Source(
    "OWASP LLM06:2025, Excessive Agency",
    _OWASP_LLM.format(
        commit="029a5d609513945644b741cf14136bd4bbb80ce9", file="LLM06_ExcessiveAgency.md"
    ),
    date(2026, 11, 29),
)
CLAUDE_PERMISSIONS = Source(
    "Claude Code, Configure permissions",
    "https://code.claude.com/docs/en/permissions",
    date(2026, 11, 29),
)

"""The public lists of weaknesses that security rules refer to, with the titles of their entries.

CWE is MITRE's list of software weaknesses; OWASP's lists are the Top 10 for LLM Applications 2025
and the Top 10 for Agentic Applications 2026. Only entries that a rule refers to stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Taxonomy(NamedTuple):
    """A public list of weaknesses: its name, who keeps it, its edition, where it stands."""

    name: str
    organization: str
    version: str
    address: str


class Taxon(NamedTuple):
    """One entry of a list: its id as people write it, its title, and its page."""

    taxonomy: Taxonomy
    id: str
    title: str
    address: str


CWE = Taxonomy("CWE", "MITRE", "4.18", "https://cwe.mitre.org/data/index.html")
OWASP_LLM = Taxonomy(
    "OWASP Top 10 for LLM Applications",
    "OWASP",
    "2025",
    "https://genai.owasp.org/llm-top-10/",
)
OWASP_AGENTIC = Taxonomy(
    "OWASP Top 10 for Agentic Applications",
    "OWASP",
    "2026",
    "https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/",
)

CWE_TITLES: Mapping[int, str] = {
    94: "Improper Control of Generation of Code ('Code Injection')",
    116: "Improper Encoding or Escaping of Output",
    150: "Improper Neutralization of Escape, Meta, or Control Sequences",
    200: "Exposure of Sensitive Information to an Unauthorized Actor",
    250: "Execution with Unnecessary Privileges",
    312: "Cleartext Storage of Sensitive Information",
    321: "Use of Hard-coded Cryptographic Key",
    345: "Insufficient Verification of Data Authenticity",
    359: "Exposure of Private Personal Information to an Unauthorized Actor",
    441: "Unintended Proxy or Intermediary ('Confused Deputy')",
    451: "User Interface (UI) Misrepresentation of Critical Information",
    494: "Download of Code Without Integrity Check",
    506: "Embedded Malicious Code",
    522: "Insufficiently Protected Credentials",
    656: "Reliance on Security Through Obscurity",
    798: "Use of Hard-coded Credentials",
    829: "Inclusion of Functionality from Untrusted Control Sphere",
    862: "Missing Authorization",
    915: "Improperly Controlled Modification of Dynamically-Determined Object Attributes",
    1007: "Insufficient Visual Distinction of Homoglyphs Presented to User",
    1336: "Improper Neutralization of Special Elements Used in a Template Engine",
    1426: "Improper Validation of Generative AI Output",
    1427: "Improper Neutralization of Input Used for LLM Prompting",
}

OWASP_TITLES: Mapping[str, str] = {
    "LLM01": "Prompt Injection",
    "LLM02": "Sensitive Information Disclosure",
    "LLM03": "Supply Chain",
    "LLM05": "Improper Output Handling",
    "LLM06": "Excessive Agency",
    "LLM07": "System Prompt Leakage",
    "LLM09": "Misinformation",
    "LLM10": "Unbounded Consumption",
    "ASI01": "Agent Goal Hijack",
    "ASI02": "Tool Misuse and Exploitation",
    "ASI03": "Identity and Privilege Abuse",
    "ASI04": "Agentic Supply Chain Vulnerabilities",
    "ASI05": "Unexpected Code Execution",
    "ASI06": "Memory and Context Poisoning",
    "ASI09": "Human-Agent Trust Exploitation",
    "ASI10": "Rogue Agents",
}


def taxa(cwe: tuple[int, ...], owasp: tuple[str, ...]) -> Iterator[Taxon]:
    """The entries that a rule refers to, by their numbers in CWE and their ids in OWASP's lists.

    Raises:
        KeyError: an entry has no title here; add it to the tables above.
    """
    for number in cwe:
        page = f"https://cwe.mitre.org/data/definitions/{number}.html"
        yield Taxon(CWE, f"CWE-{number}", CWE_TITLES[number], page)
    for name in owasp:
        taxonomy = OWASP_LLM if name.startswith("LLM") else OWASP_AGENTIC
        yield Taxon(taxonomy, name, OWASP_TITLES[name], taxonomy.address)

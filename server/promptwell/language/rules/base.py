"""What a rule is, what it reports, and the run of all rules over one file."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from promptwell.language.detectors.taint.trust import TrustSettings
from promptwell.language.rules.policy import NO_POLICY, Policy
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.metadata_declarations import MetadataDeclarations
from promptwell.language.semantics.tokens.counting import ESTIMATES_ONLY, Tokenizers
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel
    from promptwell.language.semantics.project import Project

Tag = Literal["unnecessary", "deprecated"]


class Fix(NamedTuple):
    """A change that mends a finding. A safe one keeps what the prompt does; an unsafe one is only offered.

    `edits` change the file itself; `other_files` maps further paths to their edits.
    """

    title: str
    edits: tuple[TextEdit, ...]
    safe: bool = True
    other_files: Mapping[str, tuple[TextEdit, ...]] = {}


class Related(NamedTuple):
    """Another place that explains a finding; `path` is None for the same file."""

    span: Span
    message: str
    path: str | None = None


class Finding(NamedTuple):
    """What a rule's check yields: where, what, and how to mend it. `severity` None means the rule's own.

    `kind` says what stands there in a word or two, such as `email` or `github-token`, where a
    placeholder may have to take its place.
    """

    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    tags: tuple[Tag, ...] = ()
    kind: str = ""


class Diagnostic(NamedTuple):
    """One report about a file, ready to show."""

    rule: str
    group: str
    severity: Severity
    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    tags: tuple[Tag, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class RuleSettings:
    """How rules run: severities by rule or group, or "off"; extra names a project knows; limits; today.

    `severities` maps a rule's id or a group's name to a severity, "off" or "default"
    (turns on a rule that is off by default).
    `filters`, `tests`, `globals`, `tags` and `keys` are names that the application registers itself.
    `policy` goes before severities and comments.
    `trust` tells which inputs are outside text, and which filters make one harmless.
    `metadata` tells which categories and fields prompts may have.
    """

    severities: Mapping[str, str] = field(default_factory=dict)
    filters: frozenset[str] = frozenset()
    tests: frozenset[str] = frozenset()
    globals: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    budget_tokens: int | None = None
    today: date = date(2026, 1, 1)
    policy: Policy = NO_POLICY
    trust: TrustSettings = field(default_factory=TrustSettings)
    metadata: MetadataDeclarations = field(default_factory=MetadataDeclarations)


class RuleContext(NamedTuple):
    """What a check may ask besides the file itself: settings, other files, tokenizers that are ready."""

    settings: RuleSettings
    project: Project
    tokenizers: Tokenizers = ESTIMATES_ONLY


class Rule(ABC):
    """Base of all rules. A subclass's docstring is its documentation page.

    The docstring has the headings "What it does", "Why is this bad?" and "Example".
    The id is the class name in kebab case and the file is named for it.

    A rule about security names the weaknesses it belongs to (`cwe`, `owasp`) and its sources, and
    one that guesses how well it was seen to guess (`measured`); its page and SARIF show them.
    """

    group: ClassVar[str]
    severity: ClassVar[Severity]
    since: ClassVar[str] = "0.1"
    on_by_default: ClassVar[bool] = True
    large_files: ClassVar[bool] = False  # also runs at once on files above the large-file limit
    cwe: ClassVar[tuple[int, ...]] = ()
    owasp: ClassVar[tuple[str, ...]] = ()
    sources: ClassVar[tuple[Source, ...]] = ()
    measured: ClassVar[tuple[Measurement, ...]] = ()

    @abstractmethod
    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield what is wrong in the file, in the order of the text."""

    @classmethod
    def id(cls) -> str:
        """The rule's name as users write it: `UndefinedVariable` is `undefined-variable`."""
        return _kebab(cls.__name__)


@cache
def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


class ProblemRule(Rule):
    """A rule whose findings the parser already made: it passes on the document's problems of its name.

    `safe_fixes` is False where only the author knows what was meant.
    """

    safe_fixes: ClassVar[bool] = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Turn the parser's problems of this rule into findings."""
        for problem in model.document.problems:
            if problem.rule == self.id():
                fixes: tuple[Fix, ...] = ()
                if problem.fix:
                    fixes = (Fix(*problem.fix, safe=self.safe_fixes),)
                related = tuple(Related(span, text) for span, text in problem.related)
                severity: Severity | None = "information" if problem.accepted else None
                yield Finding(problem.span, problem.message, fixes, related, severity)

"""Whether an input can be trusted, and why: what is declared, then what its name and description say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from promptwell.language.detectors.taint.names import is_fact, verdict_on, words_of
from promptwell.language.detectors.taint.wording import description_says, sample_asks
from promptwell.language.semantics.agent_files import is_agent_file
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.text.source import Span

Basis = Literal["declared", "settings", "description", "name", "field", "sample", "label", "call"]

# Values of these kinds are no text, and a thread makes messages of its own.
_NO_TEXT = frozenset({"integer", "float", "boolean", "image", "file", "audio", "thread"})
_CHOICES = frozenset({"enum"})
_ADDRESSES = frozenset({"email", "mail", "emails", "mails"})
# `values.yaml.j2` and `Dockerfile.j2` are no prompts: the name tells what is made of them.
_MAKES_FILE = re.compile(
    r"(?:\.(?:ya?ml|json|toml|ini|cfg|conf|py|sh|bash|ps1|sql|html?|xml|css|js|ts|tf|service|spec|env|go|rs"
    r"|java|c|cpp|h)|/(?:Dockerfile|Makefile|Caddyfile)[\w.-]*)\.(?:j2|jinja2?)\Z",
    re.IGNORECASE,
)


def makes_another_file(document: PromptDocument) -> bool:
    """Whether a plain template's name says that a file of code or settings is made of it."""
    roles = any(message.role and not message.implicit for message in document.messages)
    return not roles and _MAKES_FILE.search(f"/{document.path}") is not None


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """What the settings say: `inputs` maps names and globs of names to trusted or untrusted.

    `escapes` are filters of the application after which a value can end no delimiter.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    escapes: frozenset[str] = frozenset()

    def of(self, name: str) -> str:
        """What the settings say of an input: its own name first, then the first glob that fits."""
        stated = self.inputs.get(name)
        if stated is None:
            fits = (level for glob, level in self.inputs.items() if fnmatchcase(name, glob))
            stated = next(fits, "")
        return stated


class Step(NamedTuple):
    """A place that outside text passes on its way; `path` is None in the file that is looked at."""

    span: Span
    text: str
    path: str | None = None


class Distrust(NamedTuple):
    """Why an input counts as outside text.

    `why` completes a sentence that begins with the input: "is declared untrusted". `strong` reasons leave
    little doubt. `block_only` ones count only where the value stands as a text of its own. `entry` is
    where the reason is written, `steps` the way from there into the file. `origin` names the input where it
    is another file's: "`email` of `mail.prompty`".
    """

    basis: Basis
    why: str
    strong: bool = False
    block_only: bool = False
    entry: Step | None = None
    steps: tuple[Step, ...] = ()
    origin: str = ""

    @property
    def declared(self) -> bool:
        """Whether somebody has written down that the input is untrusted."""
        return self.basis in ("declared", "settings")


class FileTrust:
    """The trust of one file's own inputs."""

    def __init__(self, model: SemanticModel, settings: TrustSettings) -> None:
        self.model = model
        self._settings = settings
        self._stated = _stated(model)
        document = model.document
        # A person types the arguments of a command, and a chat template prints whatever a chat was.
        self._infers = not (
            is_agent_file(document)
            or document.dialect == "chat-template"
            or makes_another_file(document)
            or _is_example(document)
        )
        self._known: dict[str, Distrust | None] = {}
        self._own: dict[str, bool] = {}

    def states(self, name: str) -> bool:
        """Whether the file or the settings say outright if an input is trusted."""
        return name in self._stated or bool(self._settings.of(name))

    def of(self, name: str) -> Distrust | None:
        """Why an input is distrusted; None where it is not."""
        if name not in self._known:
            self._known[name] = self._of(name)
        return self._known[name]

    def of_field(self, name: str, fields: tuple[str, ...]) -> Distrust | None:
        """The same of a field of an input: `instance.problem_statement`."""
        distrust = self.of(name)
        last = next((each for each in reversed(fields) if each != "[]"), "")
        if distrust is not None:
            return None if last and not distrust.declared and is_fact(last) else distrust
        if not last or not self._infers or self.states(name) or self.is_own(name):
            return None
        if verdict_on(last) == "text" and words_of(last)[-1] not in _ADDRESSES:
            return Distrust("field", f"has a field `{last}`, which sounds like text from outside")
        return None

    def is_own(self, name: str) -> bool:
        """Whether whoever runs the prompt certainly decides an input."""
        if name not in self._own:
            self._own[name] = self._is_own(name)
        return self._own[name]

    def _is_own(self, name: str) -> bool:
        if not self._infers or self.states(name) or verdict_on(name) == "own":
            return True
        declaration = self.model.declared.get(name)
        if declaration is not None and declaration.kind_text in _CHOICES:
            return True
        return self.model.type_of_input(name).kind in _NO_TEXT

    def _of(self, name: str) -> Distrust | None:
        stated = self._stated.get(name)
        declaration = self.model.declared.get(name)
        if stated is not None:
            level, place = stated
            if level != "untrusted":
                return None
            here = Step(place, f"`{name}` is declared untrusted here")
            return Distrust("declared", "is declared untrusted", True, entry=here)
        level = self._settings.of(name)
        if level:
            why = "is untrusted by the settings"
            return Distrust("settings", why, True) if level == "untrusted" else None
        if self.is_own(name):
            return None
        entry = None
        if declaration is not None and declaration.name_span.end:  # else another file declares it
            entry = Step(declaration.name_span, f"`{name}` enters here")
        said = description_says(declaration.description) if declaration else None
        if said is not None:
            words, sure = said
            if not words:
                return None
            why = f"is text from outside by its description (\u201c{words}\u201d)"
            return Distrust("description", why, sure, entry=entry)
        verdict = verdict_on(name)
        if verdict:
            why = "sounds like text from outside"
            return Distrust("name", why, block_only=verdict == "open", entry=entry)
        if declaration is not None and sample_asks(declaration.example):
            return Distrust(
                "sample", "has a sample that reads like what somebody asks", entry=entry
            )
        return None


def _is_example(document: PromptDocument) -> bool:
    """Whether a prompt in another file is filled with the examples beside it, as LangChain's few-shot ones are."""
    return document.embedding is not None and document.embedding.name.endswith("example_prompt")


def _stated(model: SemanticModel) -> dict[str, tuple[str, Span]]:
    """What `metadata.trust` says: `{email: untrusted}` or `untrusted: [email]`, and where."""
    found: dict[str, tuple[str, Span]] = {}
    trust = model.document.header.get("metadata", "trust")
    for entry in trust.entries if trust is not None else ():
        if entry.value.kind == "sequence":
            for item in entry.value.items:
                found[str(item.value)] = (entry.name, item.span)
        elif entry.value.value in ("trusted", "untrusted"):
            found[entry.name] = (str(entry.value.value), entry.span)
    return found

"""One file's meaning: every name in it, what it stands for and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from promptwell.language.semantics.types import ANY, Type
from promptwell.language.syntax.document import Message, PromptDocument
from promptwell.language.syntax.templates.jinja.tree import Expression, Island
from promptwell.language.text.source import Span

ABSENT: Any = object()

# Local names are looked up by parts of the text of this size; see `SemanticModel._reaches`.
_BUCKET = 2048
_FAR = 8


@dataclass(frozen=True, slots=True)
class Declaration:
    """An input that the file declares.

    `origin` tells where: `inputs` (v1 or v2, list, map or shorthand), `sample` (v1, in the
    front matter), `sample-file` (v1 `sample: data.json`; spans then cover the reference),
    `dataset` (a dataset that the prompt names). `node` is the whole entry, `type_span` and
    `default_span` its parts where written. `default` and `example` are ABSENT where not given.
    """

    name: str
    name_span: Span
    node: Span
    origin: Literal["inputs", "sample", "sample-file", "dataset"]
    type: Type = ANY
    kind_text: str = ""
    type_span: Span | None = None
    required: bool = False
    default: Any = ABSENT
    default_span: Span | None = None
    example: Any = ABSENT
    description: str = ""
    trust: Literal["trusted", "untrusted", ""] = ""

    @property
    def has_default(self) -> bool:
        """Whether a value is used when the caller gives none."""
        return self.default is not ABSENT

    @property
    def has_example(self) -> bool:
        """Whether an example value is written (never used at run time)."""
        return self.example is not ABSENT


LocalKind = Literal["loop", "set", "macro", "parameter", "import", "with", "call", "block"]


@dataclass(frozen=True, slots=True)
class Local:
    """A name that the template itself introduces.

    `scope` is where the name can be used. `value` is the expression that gives it its value,
    in the offsets of `island`: the iterable for a loop variable, the right side for `set`.
    `type` is what is known of it. For `macro`, `parameters` are its parameters' names, in order.
    """

    name: str
    span: Span
    kind: LocalKind
    scope: Span
    island: Island
    value: Expression | None = None
    type: Type = ANY
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """One place where the body, or a tool's binding, uses a variable.

    `span` covers the name alone; `path` the attributes read from it (`user.address.city` gives
    `("address", "city")`) and `path_spans` where each stands. `target` is the local name it means,
    or None for an input. `guarded` marks a use that copes with a missing value (`is defined`,
    `default`, `or`). `filters` are those applied to this value, innermost first. `output` is True where
    the value is written into the text, not only tested or looped over. `type` is what the
    name itself is known to be. `message` is the message it stands in, or None.
    `island` is None for uses in the front matter (tool bindings).
    """

    name: str
    span: Span
    path: tuple[str, ...] = ()
    path_spans: tuple[Span, ...] = ()
    target: Local | None = None
    guarded: bool = False
    filters: tuple[str, ...] = ()
    output: bool = False
    type: Type = ANY
    message: Message | None = None
    island: Island | None = None


ReferenceKind = Literal[
    "include", "import", "from", "extends", "partial", "file", "env", "sample", "dataset",
    "link", "mention", "attachment", "resource", "tool", "skill", "agent",
    "command", "tested", "tests", "values", "default", "value",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that names another file, an environment variable (`env`), a `tool`, a `skill` or an `agent`.

    Agent files name files by a Markdown `link`, a `mention` (`@path`), an `attachment` (`#file:path`)
    and, in skills, the bare path of a `resource`. promptfoo's settings name the `tested` prompts, files
    with `tests`, with the `values` of variables, and with one variable's `value`.

    `target` is the name as written; `span` covers it without quotes. `paths` are the files it may
    mean, best first (filled in by the project); `optional` is `ignore missing` or a list of choices.
    `names` are what `from ... import` takes, `given` the names that a `partial` of Handlebars is handed
    (`{{>card title=name}}`). `dynamic` marks a path that is computed; its target is "".
    """

    kind: ReferenceKind
    target: str
    span: Span
    optional: bool = False
    dynamic: bool = False
    with_context: bool = True
    names: tuple[str, ...] = ()
    island: Island | None = None
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A filter, a test, a function or macro as used: its name and place, and how many arguments it gets."""

    kind: Literal["filter", "test", "function"]
    name: str
    span: Span
    island: Island
    arguments: int = 0
    target: Local | None = None


@dataclass(frozen=True)
class SemanticModel:
    """What one file means. Made by `analyze`; other files come in through the project.

    `find_references` is asked once, and only where somebody wants to know: a long text is searched for it.
    """

    document: PromptDocument
    declarations: tuple[Declaration, ...]
    uses: tuple[Use, ...]
    locals: tuple[Local, ...]
    find_references: Callable[[], tuple[Reference, ...]]
    calls: tuple[Call, ...]
    types: dict[str, Type]

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What the file refers to."""
        return self.find_references()

    @property
    def declares_inputs(self) -> bool:
        """Whether the file says what its inputs are; if not, an unknown name is no fault."""
        return bool(self.declarations) or self.document.root.entry("inputs") is not None

    @cached_property
    def declared(self) -> dict[str, Declaration]:
        """Declarations by name; `inputs` wins over `sample`, that over data."""
        order = {"inputs": 0, "sample": 1, "sample-file": 2, "dataset": 3}
        found: dict[str, Declaration] = {}
        for declaration in sorted(
            self.declarations, key=lambda each: order[each.origin], reverse=True
        ):
            found[declaration.name] = declaration
        return found

    @cached_property
    def free_uses(self) -> tuple[Use, ...]:
        """Uses of inputs: those that no local name explains."""
        return tuple(use for use in self.uses if use.target is None)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages as written."""
        return self.document.messages

    def uses_of(self, name: str) -> Iterator[Use]:
        """All uses of an input, in the order of the text."""
        return iter(self._uses_by_name.get(name, ()))

    @cached_property
    def _uses_by_name(self) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = {}
        for use in self.free_uses:
            found.setdefault(use.name, []).append(use)
        return found

    def type_of_input(self, name: str) -> Type:
        """What is known of an input's type from declaration, default, example, data and use."""
        return self.types.get(name, ANY)

    def visible_locals(self, offset: int) -> dict[str, Local]:
        """The local names that can be used at an offset, the innermost of each name."""
        wide, near = self._reaches
        found: dict[str, Local] = {}
        for number in sorted([*wide, *near.get(offset // _BUCKET, ())]):
            local = self.locals[number]
            if local.scope.contains(offset) and offset >= local.span.end:
                found[local.name] = local
        return found

    @cached_property
    def _reaches(self) -> tuple[list[int], dict[int, list[int]]]:
        """Which locals may be visible where, so that a question looks at a few of them.

        Those that reach far, and the others by the parts of the text in which they can be used.
        """
        wide: list[int] = []
        near: dict[int, list[int]] = {}
        for number, local in enumerate(self.locals):
            first, last = local.scope.start // _BUCKET, local.scope.end // _BUCKET
            if last - first >= _FAR:
                wide.append(number)
                continue
            for bucket in range(first, last + 1):
                near.setdefault(bucket, []).append(number)
        return wide, near

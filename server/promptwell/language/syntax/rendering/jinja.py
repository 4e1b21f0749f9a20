"""Rendering of Jinja templates: what each dialect's owner sets, and the run itself."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.exceptions import (
    SecurityError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.ext import Extension

from promptwell.errors import RenderError
from promptwell.language.syntax.rendering import tags
from promptwell.language.syntax.rendering.budget import Budget
from promptwell.language.syntax.rendering.marks import Literal, Piece, marking_filters
from promptwell.language.syntax.rendering.sandbox import PromptSandbox
from promptwell.language.syntax.rendering.tokens import Tokens
from promptwell.language.syntax.rendering.undefined import UndefinedLog

# The rendered template's own name; no path can hold the character.
MAIN = "\0"


@dataclass(frozen=True)
class Run:
    """What one run gave before it was made into messages."""

    pieces: list[tuple[str, str | None, str]]
    missing: list[tuple[str, str]]
    notes: list[str]


@dataclass(frozen=True)
class _Setting:
    """How the owner of a dialect sets up Jinja."""

    extensions: tuple[str | type[Extension], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    immutable: bool = False
    chainable: bool = False


_PROMPTY = _Setting((), {"keep_trailing_newline": True}, immutable=True, chainable=True)
_BLOCKS = {"trim_blocks": True, "lstrip_blocks": True}
_COMMON = ("jinja2.ext.do", "jinja2.ext.loopcontrols")

_SETTINGS: dict[str, _Setting] = {
    "prompty-v2": _PROMPTY,
    "prompty-v1": _PROMPTY,
    "prompty-portable": _PROMPTY,
    "banks": _Setting((tags.ChatTag, tags.CompletionTag, *_COMMON), _BLOCKS),
    "haystack": _Setting((tags.MessageTag, *_COMMON)),
    "chat-template": _Setting((tags.GenerationTag, *_COMMON), _BLOCKS, immutable=True),
    "plain": _Setting(
        (tags.ChatTag, tags.CompletionTag, tags.MessageTag, tags.GenerationTag, *_COMMON,
         "jinja2.ext.i18n"),
    ),
}  # fmt: skip


def run_jinja(
    template: str,
    values: Mapping[str, Any],
    partials: Mapping[str, str],
    links: Mapping[tuple[str, str], str],
    dialect: str,
    budget: Budget,
    log: UndefinedLog,
    tokens: Tokens,
    now: datetime | None,
) -> Run:
    """Run a template and return its pieces as (kind, source, text), raising only RenderError."""
    missing: list[tuple[str, str]] = []
    notes: list[str] = []
    loader = _Partials({MAIN: template, **partials}, links, missing)
    try:
        environment = _environment(dialect, loader, budget, log, tokens, now, notes)
        pieces = _pieces(environment, dict(values))
    except RenderError as error:
        raise _placed(error, error) from None
    except TemplateSyntaxError as error:
        raise _syntax(error) from None
    except TemplateNotFound as error:
        raise _not_found(error, missing) from None
    except (RecursionError, MemoryError) as error:
        raise _placed(error, _too_large(error)) from None
    except Exception as error:  # noqa: BLE001  # a template's code may raise anything at all
        raise _placed(error, _fault(error)) from None
    return Run(pieces, missing, notes)


class _Partials(BaseLoader):
    """The partials' texts, by the name as written or as linked from the template that asks."""

    def __init__(
        self,
        texts: Mapping[str, str],
        links: Mapping[tuple[str, str], str],
        missing: list[tuple[str, str]],
    ) -> None:
        self._texts = texts
        self._links = links
        self._missing = missing

    def find(self, template: str, parent: str) -> str:
        """The key of the partial that a template means by a name."""
        asking = "" if parent == MAIN else parent
        key = self._links.get((asking, template), template)
        if key not in self._texts or key == MAIN:
            if (asking, template) not in self._missing:
                self._missing.append((asking, template))
        return key

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        del environment
        if template not in self._texts:
            raise TemplateNotFound(template)
        return self._texts[template], None, None


class _Sandbox(PromptSandbox):
    def join_path(self, template: str, parent: str) -> str:
        assert isinstance(self.loader, _Partials)
        return self.loader.find(template, parent)


def _environment(
    dialect: str,
    loader: _Partials,
    budget: Budget,
    log: UndefinedLog,
    tokens: Tokens,
    now: datetime | None,
    notes: list[str],
) -> PromptSandbox:
    setting = _SETTINGS.get(dialect, _SETTINGS["plain"])
    sandbox = _Sandbox(
        budget,
        log,
        immutable=setting.immutable,
        chainable=setting.chainable,
        loader=loader,
        extensions=setting.extensions,
        **setting.options,
    )
    if dialect in ("banks", "plain"):
        sandbox.filters.update(tags.banks_filters(tokens))
    if dialect in ("haystack", "plain"):
        sandbox.filters.update(tags.haystack_filters(tokens))
    if dialect == "chat-template":
        sandbox.filters["tojson"] = tags.plain_json
    if dialect in ("chat-template", "plain"):
        sandbox.globals.update(tags.chat_template_globals(now))
    if dialect == "plain":
        sandbox.install_null_translations(newstyle=False)  # type: ignore[attr-defined]
    sandbox.guard_filters()
    sandbox.filters.update(marking_filters(sandbox.budget))
    sandbox.filters.update(tags.message_filters(tokens, notes))
    return sandbox


def _pieces(
    environment: PromptSandbox, values: dict[str, Any]
) -> list[tuple[str, str | None, str]]:
    template = environment.get_template(MAIN)
    context = template.new_context(values)
    pieces: list[tuple[str, str | None, str]] = []
    for piece in template.root_render_func(context):
        if isinstance(piece, Literal):
            pieces.append(("literal", None, str.__str__(piece)))
        elif isinstance(piece, Piece):
            pieces.append(("interp", piece.source, str.__str__(piece)))
        else:
            environment.budget.output(len(piece))
            pieces.append(("interp", None, str.__str__(piece)))
    return pieces


def _shown(name: str | None) -> str:
    return "" if name in (None, MAIN) else str(name)


def _syntax(error: TemplateSyntaxError) -> RenderError:
    return RenderError(
        str(error.message), reason="syntax", template=_shown(error.name), line=error.lineno
    )


def _not_found(error: TemplateNotFound, missing: list[tuple[str, str]]) -> RenderError:
    asking, written = missing[-1] if missing else ("", str(error.name))
    return RenderError(
        f"the partial '{written}' is not there: correct its path or add the file",
        reason="partial",
        template=asking,
        name=written,
    )


def _too_large(error: BaseException) -> RenderError:
    if isinstance(error, MemoryError):
        return RenderError(
            "the template needs more memory than a rendering may use: build smaller texts and lists",
            reason="memory",
        )
    return RenderError(
        "the template nests too deeply, or its partials or macros call each other without end",
        reason="limit",
    )


def _fault(error: Exception) -> RenderError:
    text = str(error) or type(error).__name__
    if isinstance(error, SecurityError):
        return RenderError(f"not allowed in a template: {text}", reason="unsafe")
    if isinstance(error, UndefinedError):
        return RenderError(
            f"{text}: give it a value, or guard it with 'is defined'", reason="undefined"
        )
    if isinstance(error, SyntaxError):
        # Python can't compile what Jinja made of it: too many nested blocks.
        return RenderError(
            f"the template nests too deeply to be compiled ({error.msg})", reason="limit"
        )
    if isinstance(error, TemplateRuntimeError):
        return RenderError(text)
    return RenderError(f"an expression fails: {text} ({type(error).__name__})")


def _placed(error: BaseException, shown: RenderError) -> RenderError:
    if shown.line is not None:
        return shown
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            place = template.get_corresponding_lineno(line)
            return RenderError(
                shown.message,
                reason=shown.reason,
                template=_shown(template.name),
                line=place,
                name=shown.name,
            )
    return shown

"""The rule confusable-name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from promptwell.language.detectors.character_names import character_names
from promptwell.language.detectors.look_alikes import (
    find_mixed_words,
    judge_word,
    scripts_of,
    skeleton,
)
from promptwell.language.detectors.names_in_file import names_in_file
from promptwell.language.rules.base import Finding, Fix, Related, Rule, RuleContext
from promptwell.language.rules.provenance import Measurement, Source
from promptwell.language.text.edit import TextEdit
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel


class ConfusableName(Rule):
    """A name that looks like another one and is none: Latin letters mixed with look-alikes.

    ## What it does

    Reports words of Latin letters in which letters of another script stand that look the same,
    such as a Cyrillic `а` in `pаssword`: in names of variables, inputs, tools, keys, roles and
    files, and in the text. It also reports two names of one file that differ only by look-alikes,
    even where one is all in another script.

    Letters of formulas and units (`μs`, `kΩ`, `σx`), words all in one script, and a Latin name with
    an ending of the language around it stay silent.

    ## Why is this bad?

    People can't tell the two apart, programs can. A tool named with a look-alike is another tool,
    an input is never filled, a word slips through a filter or a search, and whoever reviews the
    change sees nothing.

    ## Example

    The `о` in the body is Cyrillic:

    ```prompty
    ---
    inputs:
      topic: {kind: string}
    ---
    Explain {{ tоpic }} to a child.
    ```

    ```prompty
    ---
    inputs:
      topic: {kind: string}
    ---
    Explain {{ topic }} to a child.
    ```

    ## Fix

    Writes the word in Latin letters. It is unsafe, for the name is another one then.
    """

    group = "hidden"
    severity = "warning"
    cwe = (1007,)
    owasp = ("LLM01", "ASI04")
    sources = (
        Source(
            "Unicode Security Mechanisms (UTS #39) 17.0.0, confusables.txt of 2025-07-22",
            "https://github.com/texttics/texttics-site/blob/"
            "8d7f032dacd21fc8b3fc255c485ab2b4bc1ac105/confusables.txt",
            date(2026, 11, 29),
        ),
    )
    measured = (
        Measurement(
            "11,761 prompts, agent files and their documents with 104 words of Latin and Greek "
            "letters: no finding",
            None,
            None,
            date(2026, 11, 29),
        ),
    )
    large_files = True

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield the mixed words, and the names that look like another of the file."""
        document = model.document
        if document.text.isascii() and document.path.isascii():
            return
        yield from _file_name(document.path, document.text)
        names = names_in_file(model)
        twins = _twins(names)
        seen: set[Span] = set()
        # The file that holds a prompt is told of all its words.
        for mixed in find_mixed_words(document.text) if document.embedding is None else ():
            seen.add(mixed.span)
            message = (
                f"`{mixed.word}` reads as `{mixed.latin}` and is another word: "
                f"{scripts_of(mixed.strangers)} {character_names(mixed.strangers)}"
            )
            yield Finding(
                mixed.span,
                message,
                (_fix(mixed.span, mixed.latin),),
                _related(names, twins, mixed.word),
            )
        for name, other in twins.items():
            span = names[name]
            if name.isascii() or judge_word(name) or any(span.overlaps(at) for at in seen):
                continue
            # Two inputs can't become one: only their author knows what each was meant to be.
            both = name in model.declared and other in model.declared
            written = document.source.slice(span) == name
            fixes = (_fix(span, other),) if written and not both else ()
            message = f"`{name}` looks like `{other}`, another name of this file"
            yield Finding(span, message, fixes, _related(names, twins, name))


def _twins(names: dict[str, Span]) -> dict[str, str]:
    """For each name that only looks like another one, that other one: the Latin one where there is one."""
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(skeleton(name), []).append(name)
    found: dict[str, str] = {}
    for group in alike.values():
        for name in group if len(group) > 1 else ():
            others = [other for other in group if other != name]
            found[name] = next((other for other in others if other.isascii()), others[0])
    return found


def _related(names: dict[str, Span], twins: dict[str, str], name: str) -> tuple[Related, ...]:
    other = twins.get(name)
    return (Related(names[other], f"`{other}`, which looks the same"),) if other else ()


def _file_name(path: str, text: str) -> Iterator[Finding]:
    name = path.partition("#")[0].rpartition("/")[2]
    mixed = None if name.isascii() else judge_word(name.rpartition(".")[0] or name, name=True)
    if mixed is not None:
        latin, strangers = mixed
        message = (
            f"the file's name reads as `{latin}` and is another one: "
            f"{scripts_of(strangers)} {character_names(strangers)}"
        )
        yield Finding(Span(0, min(1, len(text))), message)


def _fix(span: Span, latin: str) -> Fix:
    return Fix(f"Write `{latin}` in Latin letters", (TextEdit(span, latin),), safe=False)

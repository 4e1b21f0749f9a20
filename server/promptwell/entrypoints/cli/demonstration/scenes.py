"""The scenes of the demonstration: each asks the server one kind of thing and draws the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from promptwell.entrypoints.cli.demonstration.client import RefusedError
from promptwell.entrypoints.cli.demonstration.drawing import Pencil, shortened, visible, wrapped
from promptwell.entrypoints.cli.demonstration.editor import Editor, Shown
from promptwell.entrypoints.cli.demonstration.open_file import OpenFile
from promptwell.entrypoints.cli.demonstration.places import Place, Renaming, Touch, Typing
from promptwell.language.text.counted import counted
from promptwell.language.text.source import Span

MOST_ITEMS = 8
MOST_DIFF_LINES = 40
MOST_PER_FILE = 4


class Stage:
    """An editor, and a pencil to draw what it would show."""

    def __init__(self, editor: Editor, pencil: Pencil) -> None:
        self._editor = editor
        self._pencil = pencil

    def diagnostics(self, file: OpenFile, shown: list[Shown]) -> Iterator[str]:
        """A file's underlined places, the worst first."""
        yield self._pencil.paint("title", visible(file.name))
        for each in shown[:MOST_PER_FILE]:
            label = f"{each.severity}[{each.rule}]"
            yield from self._pencil.marked_line(
                file.source,
                each.span,
                each.severity,
                self._pencil.paint(each.severity, visible(label)),
            )
            yield from wrapped(visible(each.message), "        ")
        if len(shown) > MOST_PER_FILE:
            yield f"        … and {len(shown) - MOST_PER_FILE} more in this file"

    def completion(self, typing: Typing) -> Iterator[str]:
        """Type something at the beginning of a line, list what is offered, and take it back."""
        file = self._editor.files[typing.path]
        before = file.text
        typed = f"{typing.text}\n"
        self._editor.change(file, before[: typing.offset] + typed + before[typing.offset :])
        cursor = typing.offset + len(typing.text)
        try:
            offered = self._editor.completions(file, cursor)
            yield f"{visible(file.name)}: `{typing.text}` is typed, and the editor offers"
            yield from self._pencil.marked_line(file.source, Span(cursor, cursor), "hint")
            yield from self._offers(offered)
        finally:
            self._editor.change(file, before)

    def _offers(self, offered: list[Mapping[str, Any]]) -> Iterator[str]:
        labels = [visible(str(item["label"])) for item in offered[:MOST_ITEMS]]
        width = max((len(label) for label in labels), default=0)
        for label, item in zip(labels, offered, strict=False):
            details = item.get("labelDetails") or {}
            detail = str(item.get("detail") or details.get("description") or "").split("\n")[0]
            yield f"          {label:<{width}}  {visible(detail)}".rstrip()
        if len(offered) > MOST_ITEMS:
            yield f"          … and {len(offered) - MOST_ITEMS} more"
        if not offered:
            yield "          nothing"

    def hover(self, place: Place) -> Iterator[str]:
        """Rest the pointer on a name."""
        file = self._editor.files[place.path]
        text = self._editor.hover(file, place.offset)
        yield f"{visible(file.name)}: the pointer rests on `{_word(file, place.offset)}`"
        yield from self._pencil.marked_line(file.source, _word_span(file, place.offset), "hint")
        for line in shortened(text.strip().split("\n"), 14) if text else ["nothing"]:
            yield f"          {visible(line)}".rstrip()

    def definition(self, place: Place) -> Iterator[str]:
        """Go from a name to where it comes from."""
        file = self._editor.files[place.path]
        found = self._editor.definitions(file, place.offset)
        yield f"{visible(file.name)}: go to the definition of `{_word(file, place.offset)}`"
        yield from self._pencil.marked_line(file.source, _word_span(file, place.offset), "hint")
        for uri, where in found[:MOST_ITEMS]:
            target = self._editor.at(uri)
            if target is None:
                yield f"  leads to {visible(uri)}"
                continue
            span = target.span(dict(where))
            number = target.source.line_number(span.start) + 1
            yield f"  leads to {visible(target.name)}, line {number}"
            yield from self._pencil.marked_line(target.source, span, "hint")
        if not found:
            yield "  leads nowhere"

    def rename(self, renamings: list[Renaming]) -> Iterator[str]:
        """Rename an input, and show what would change in which files; on a refusal try the next."""
        for renaming in renamings:
            file = self._editor.files[renaming.place.path]
            try:
                texts = self._editor.rename(file, renaming.place.offset, renaming.new_name)
            except RefusedError as refusal:
                yield f"{visible(file.name)}: `{renaming.old_name}`: {visible(str(refusal))}"
                continue
            yield (
                f"{visible(file.name)}: `{renaming.old_name}` is renamed to `{renaming.new_name}`, "
                f"which changes {counted(len(texts), 'file')}"
            )
            lines: list[str] = []
            for uri, text in texts.items():
                changed = self._editor.at(uri)
                if changed is not None:
                    lines += self._pencil.diff(changed.text, text, visible(changed.name), 0)
            yield from shortened(lines, MOST_DIFF_LINES)
            return

    def actions(self, found: Mapping[str, list[Shown]]) -> Iterator[str]:
        """List what mends the findings, and apply one of them."""
        offers: list[tuple[OpenFile, Shown, Mapping[str, Any]]] = []
        for path, diagnostics in found.items():
            file = self._editor.files[path]
            for shown in diagnostics[:MOST_PER_FILE]:
                offers += [(file, shown, action) for action in self._editor.actions(file, shown)]
        mending = [offer for offer in offers if not _silences(offer[2])]
        for file, shown, action in mending[:MOST_ITEMS]:
            line = file.source.line_number(shown.span.start) + 1
            yield f"  {visible(file.name)}:{line} [{shown.rule}]  {visible(str(action['title']))}"
        if len(mending) > MOST_ITEMS:
            yield f"  … and {len(mending) - MOST_ITEMS} more"
        if len(mending) < len(offers):
            yield f"  and {len(offers) - len(mending)} that hide a finding by a comment"
        for file, _, action in mending:
            texts = self._editor.edited(self._editor.resolved(action).get("edit") or {})
            if file.uri in texts:
                yield from self._applied(file, action, texts[file.uri])
                return
        if not mending:
            yield "  nothing to mend"

    def _applied(self, file: OpenFile, action: Mapping[str, Any], text: str) -> Iterator[str]:
        before = file.text
        yield f"Applied in the editor: {visible(str(action['title']))}"
        yield from shortened(self._pencil.diff(before, text, visible(file.name)), MOST_DIFF_LINES)
        count = len(self._editor.diagnostics(file))
        self._editor.change(file, text)
        left = len(self._editor.diagnostics(file))
        yield f"Findings in {visible(file.name)}: {count} before, {left} after"
        self._editor.change(file, before)

    def touch(self, touch: Touch) -> Iterator[str]:
        """Change a partial and watch the file that includes it."""
        partial, user = self._editor.files[touch.partial], self._editor.files[touch.user]
        before = partial.text
        known = {(shown.rule, shown.message) for shown in self._editor.diagnostics(user)}
        yield f"{visible(partial.name)}: `{visible(touch.what)}` is deleted while {visible(user.name)} is open"
        yield from shortened(self._pencil.diff(before, touch.text, visible(partial.name)), 12)
        self._editor.change(partial, touch.text, rechecks=[user])
        new = [
            shown
            for shown in self._editor.diagnostics(user)
            if (shown.rule, shown.message) not in known
        ]
        self._editor.change(partial, before, rechecks=[user])
        if new:
            yield from self.diagnostics(user, new)
        else:
            yield f"{visible(user.name)} was checked again: nothing new"


def _silences(action: Mapping[str, Any]) -> bool:
    return str(action["title"]).lower().startswith(("ignore", "hide", "suppress", "disable"))


def _word(file: OpenFile, offset: int) -> str:
    return visible(file.source.slice(_word_span(file, offset)))


def _word_span(file: OpenFile, offset: int) -> Span:
    """The name, or the path in quotes, that begins at an offset."""
    end = offset
    while end < file.source.end and (file.text[end].isalnum() or file.text[end] in "_./-"):
        end += 1
    span = Span(offset, max(end, offset + 1))
    word = file.source.slice(span)
    return span if "/" in word else Span(offset, offset + len(word.split(".")[0]) or 1)

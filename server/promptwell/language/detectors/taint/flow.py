"""One file's flow of text: what an expression is made of, whether that is trusted, and where an output stands."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.detectors.taint.blocks import Around, outward
from promptwell.language.detectors.taint.macros import Macros
from promptwell.language.detectors.taint.slots import MessageText
from promptwell.language.detectors.taint.sources import Source
from promptwell.language.detectors.taint.trust import Distrust, FileTrust, Step, TrustSettings
from promptwell.language.detectors.taint.ways_in import Standing, WaysIn
from promptwell.language.semantics.model import SemanticModel
from promptwell.language.semantics.project import Project
from promptwell.language.syntax.document import Message
from promptwell.language.syntax.templates.jinja.tree import Island

_DEEPEST = 4
# The engines whose templates other files can bring in.
_PARTIALS = frozenset({"jinja2", "handlebars"})


class Flow:
    """What flows through one file, and from the files that bring it in. Made once per check."""

    def __init__(
        self, model: SemanticModel, project: Project, settings: TrustSettings, depth: int = 0
    ) -> None:
        self.model = model
        self.trust = FileTrust(model, settings)
        self.macros = Macros(model, project, settings.escapes)
        self.sources = self.macros.sources
        self._project = project
        self._ways: WaysIn | None = None
        document = model.document
        if document.engine in _PARTIALS and document.embedding is None and depth < _DEEPEST:
            self._ways = WaysIn(
                project, document.path, lambda user: Flow(user, project, settings, depth + 1)
            )
        self._parents: dict[str, list[Standing]] = {}
        self._texts: dict[int, MessageText] = {}
        self._distrust: dict[tuple[str, str], Distrust | None] = {}

    def distrust(self, source: Source) -> Distrust | None:
        """Why a value counts as outside text; None where it does not."""
        if source.fetched:
            if self.trust.states(source.input):
                return self.trust.of(source.input)
            return Distrust("call", "is what a function brings from outside")
        last = next((each for each in reversed(source.fields) if each != "[]"), "")
        key = (source.input, last)
        if key not in self._distrust:
            self._distrust[key] = self._of_input(source)
        return self._distrust[key]

    def text_of(self, message: Message | None) -> MessageText:
        """The words around the outputs of a message; of the whole body where there is none."""
        content = message.content if message else self.model.document.body
        text = self._texts.get(content.start)
        if text is None:
            text = self._texts[content.start] = MessageText(self.model.document, content)
        return text

    def standings(self, island: Island, around: Around | None = None) -> list[Standing]:
        """Where an output comes to stand: in its own message, or in those that bring the file in."""
        message = self.model.document.message_at(island.span.start)
        text = self.text_of(message)
        apart = text.delimiter(island.span) is not None or text.has_role_line(island.span)
        here = Standing(message.role if message else "", apart, text.is_whole(around))
        if message is not None and message.role and not message.implicit:
            return [here]
        beyond = self._in_parents(around) or (self._ways.standings if self._ways else [])
        return [
            Standing(each.role, apart or each.apart, here.whole and each.whole, each.steps)
            for each in beyond
        ] or [here]

    def _of_input(self, source: Source) -> Distrust | None:
        name = source.input
        own = self.trust.of_field(name, source.fields)
        if self._ways is None or self.trust.states(name) or name in self.model.declared:
            return own
        given = self._ways.distrust(name, source.fields)
        if given is not None and (own is None or given.declared):
            return given
        if own is not None and self._ways.is_trusted(name):
            return None
        return own

    def _in_parents(self, around: Around | None) -> list[Standing]:
        """Where the block of a child template around a place stands in the templates that it extends."""
        outer = [block for block, _ in outward(around) if block.tag == "block"]
        name = outer[-1].branches[0].island.parsed.name if outer else ""
        if name and name not in self._parents:
            self._parents[name] = list(self._read_parents(name))
        return self._parents.get(name, [])

    def _read_parents(self, name: str) -> Iterator[Standing]:
        model, seen = self.model, {self.model.document.path}
        while True:
            parent = next((each for each in model.references if each.kind == "extends"), None)
            path = self._project.resolve(model.document.path, parent) if parent else None
            found = self._project.model(path) if path and path not in seen else None
            if found is None or path is None:
                return
            seen.add(path)
            for block in found.document.template.blocks():
                island = block.branches[0].island
                message = found.document.message_at(island.span.start)
                if block.tag == "block" and island.parsed.name == name and message:
                    place = island.absolute(island.parsed.name_span)
                    text = f"the block `{name}` stands in the {message.role} message"
                    whole = MessageText(found.document, message.content).is_whole(None)
                    yield Standing(message.role, False, whole, (Step(place, text, path),))
                    return
            model = found

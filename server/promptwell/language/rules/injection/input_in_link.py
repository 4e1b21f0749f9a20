"""The rule input-in-link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.language.detectors.secret_variables import names_secret
from promptwell.language.detectors.taint.sources import Source, place_of
from promptwell.language.detectors.taint.trust import Distrust
from promptwell.language.detectors.templated_links import TemplatedLink, templated_links
from promptwell.language.rules.base import Finding, Related, Rule, RuleContext
from promptwell.language.rules.outside_text import taint
from promptwell.language.rules.severity import Severity
from promptwell.language.rules.sources import NO_FINDING, OWASP_LLM02, OWASP_LLM05
from promptwell.language.semantics.agent_files import is_agent_file
from promptwell.language.text.source import Span

if TYPE_CHECKING:
    from promptwell.language.semantics.model import SemanticModel

_NUMBERS = frozenset({"integer", "float", "boolean"})


class InputInLink(Rule):
    """An input is put into the address of a link or a picture.

    ## What it does

    Reports an output in the host or behind the `?` or `#` of an address: of links and pictures in
    Markdown, and in `src` and `href` of HTML. `set`, loops and macros are followed.

    - For text from outside, and for what is a secret by its name, it is a **warning**.
    - For another input of a message it is a **hint**. One that is declared trusted, a number and a boolean stay
      silent, and so do templates whose role the application decides: pages are made of such ones, too.

    An output in the path (`https://shop.example/{{ sku }}`) stays silent. One that is the whole address does,
    too, as long as it isn't declared untrusted: the application decides about it.

    ## Why is this bad?

    A picture is fetched as soon as the answer is shown, without a click. When the model repeats the
    address with what it was filled with, the host's owner reads it in the log: this is how
    conversations are stolen by Markdown pictures. An input in the host chooses who that is.

    ## Example

    ```jinja
    system:
    End each answer with ![logo](https://cdn.example/logo.png?q={{ question }})
    ```

    ```jinja
    system:
    End each answer with ![logo](https://cdn.example/logo.png)
    ```
    """

    group = "injection"
    severity = "warning"
    cwe = (200,)
    owasp = ("LLM02", "LLM05")
    sources = (OWASP_LLM05, OWASP_LLM02)
    measured = NO_FINDING

    def check(self, model: SemanticModel, context: RuleContext) -> Iterator[Finding]:
        """Yield one finding per input in the host or the query of an address."""
        if is_agent_file(model.document):
            return
        links = {each.island.span.start: each for each in templated_links(model.document)}
        if not links:
            return
        found = taint(model, context)
        seen: set[tuple[int, str]] = set()
        for placed, source in found.outputs:
            link = links.get(placed.island.span.start)
            key = (placed.island.span.start, source.input)
            if link is None or source.use is None or source.parameter is not None or key in seen:
                continue
            seen.add(key)
            distrust = found.flow.distrust(source)
            stated = found.flow.trust.states(source.input)
            message = model.document.message_at(placed.island.span.start)
            # A page that is no prompt is made of such templates, too; there only what is sure counts.
            quiet = stated or message is None or not message.role
            severity = _severity(model, source, link, distrust, quiet)
            if severity is not None:
                yield _finding(place_of(source.use), source, link, distrust, severity)


def _severity(
    model: SemanticModel,
    source: Source,
    link: TemplatedLink,
    distrust: Distrust | None,
    quiet: bool,
) -> Severity | None:
    if link.part == "whole":
        return "warning" if distrust is not None and distrust.declared else None
    last = source.fields[-1] if source.fields else source.input
    if distrust is not None and not distrust.block_only:
        return "warning"
    if names_secret(last):
        return "warning"
    if quiet or model.type_of_input(source.input).kind in _NUMBERS:
        return None
    return "hint"


def _finding(
    place: Span, source: Source, link: TemplatedLink, distrust: Distrust | None, severity: Severity
) -> Finding:
    what = "picture" if link.loads else "link"
    part = {"whole": "is", "host": "chooses the host of", "query": "is put into the query of"}[
        link.part
    ]
    why = f" {distrust.why} and" if distrust is not None and severity == "warning" else ""
    entry = (distrust.entry,) if distrust is not None and distrust.entry else ()
    steps = (*entry, *(distrust.steps if distrust else ()), *source.steps)
    related = [Related(each.span, each.text, each.path) for each in steps]
    related.append(Related(link.address, f"the address of the {what}"))
    end = f"a {what}'s address" if link.part != "whole" else f"the address of a {what}"
    return Finding(place, f"`{source.input}`{why} {part} {end}", (), tuple(related), severity)

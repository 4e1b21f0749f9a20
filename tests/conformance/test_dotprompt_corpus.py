"""Real `.prompt` files: read back as they are, judged as Dotprompt judges them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.conformance.folder_on_disk import FolderOnDisk

from promptwell.language.rules.base import Diagnostic, RuleContext, RuleSettings
from promptwell.language.rules.run import check_file
from promptwell.language.semantics.project import Project

ROOT = Path(__file__).parents[3] / "shared" / "corpus" / "dotprompt"
FILES = sorted(ROOT.rglob("*.prompt"))
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]
pytestmark = pytest.mark.skipif(not FILES, reason="the corpus is not there")

_LIST_TYPE = "`string[]` is no type of Picoschema; Dotprompt refuses the schema"
_NOT_YAML = "`{ ... }[]` and `a | b` are no YAML; Dotprompt refuses the front matter"
_SECTION = "`section` takes no block; Dotprompt refuses its end tag"
# Files that come as examples of what works, and that Dotprompt refuses all the same.
REFUSED = {
    "examples/autocomplete.prompt": "half-typed tags, on purpose",
    "examples/error-invalid-yaml.prompt": "on purpose",
    "examples/error-multiple-issues.prompt": "on purpose",
    "examples/error-unclosed-block.prompt": "on purpose",
    "examples/error-unmatched-closing-block.prompt": "on purpose",
    "examples/valid-blog-generator.prompt": _LIST_TYPE,
    "examples/valid-comments-and-partials.prompt": _LIST_TYPE,
    "examples/valid-greeting.prompt": "Handlebars has no operator `>=`",
    "02-schema-and-config.prompt": _NOT_YAML,
    "03-multimodal-media.prompt": _LIST_TYPE,
    "05-handlebars-helpers.prompt": _LIST_TYPE,
    "06-partials.prompt": _NOT_YAML,
    "08-sections-thinking.prompt": _SECTION,
    "09-complex-schema.prompt": _LIST_TYPE,
    "10-kitchen-sink.prompt": f"{_NOT_YAML}; {_SECTION}",
}


def diagnostics(name: str) -> list[Diagnostic]:
    project = Project(FolderOnDisk(ROOT))
    project.known([path.as_posix() for path in FILES])
    return check_file((ROOT / name).as_posix(), RuleContext(RuleSettings(), project))


def is_refused(name: str) -> bool:
    return name in REFUSED or name.rpartition("/")[2] in REFUSED


def test_there_are_39_files() -> None:
    assert len(FILES) == 39


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_printed_as_it_was_read(name: str) -> None:
    document = Project(FolderOnDisk(ROOT)).document((ROOT / name).as_posix())
    assert document is not None
    assert (document.format, document.dialect) == ("dotprompt", "dotprompt")
    assert document.print() == document.text


@pytest.mark.parametrize("name", NAMES)
def test_errors_are_reported_where_dotprompt_refuses_a_file_and_nowhere_else(name: str) -> None:
    errors = [each for each in diagnostics(name) if each.severity == "error"]
    assert bool(errors) == is_refused(name), errors


@pytest.mark.parametrize("name", NAMES)
def test_dotprompts_own_package_refuses_the_same_files(name: str) -> None:
    dotpromptz = pytest.importorskip("dotpromptz")
    handlebars = pytest.importorskip("dotpromptz_handlebars")
    source = (ROOT / name).read_text(encoding="utf-8")

    def load() -> None:
        prompt = dotpromptz.Dotprompt(schema_resolver=known)
        parsed = prompt.parse(source)
        asyncio.run(prompt.render_metadata(parsed))
        handlebars.Handlebars().compile(parsed.template)

    def known(name: str) -> dict[str, object] | None:
        return {"type": "object"} if name.isidentifier() else None

    if is_refused(name):
        with pytest.raises(Exception, match=r"\S"):
            load()
    else:
        load()


REPORTED = {
    "examples/error-invalid-yaml.prompt": {"invalid-front-matter"},
    "examples/error-multiple-issues.prompt": {
        *("undefined-variable", "template-syntax", "unclosed-block", "dropped-block"),
        "breakable-delimiter",  # a hint: the code to review may hold a fence
    },
    "examples/error-unbalanced-brace.prompt": {"undefined-variable", "stray-end"},
    "examples/error-unclosed-block.prompt": {"unclosed-block", "undefined-variable"},
    "examples/error-unmatched-closing-block.prompt": {"undefined-variable", "stray-end"},
    "examples/warning-undefined-variable.prompt": {"undefined-variable"},
    "examples/warning-unused-variable.prompt": {"unused-input"},
    "examples/partials/circular-partial-a.prompt": {"include-cycle"},
    "examples/partials/circular-partial-b.prompt": {"include-cycle"},
}


@pytest.mark.parametrize("name", REPORTED)
def test_the_faults_planted_in_the_samples_are_reported(name: str) -> None:
    assert {each.rule for each in diagnostics(name)} == REPORTED[name]

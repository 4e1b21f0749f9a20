"""What an agent file names: the files and tools in its text, and the arguments in its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from promptwell.language.semantics.model import Declaration, Reference, ReferenceKind
from promptwell.language.semantics.types import STRING
from promptwell.language.syntax.document import PromptDocument
from promptwell.language.syntax.embedding import content_span
from promptwell.language.syntax.formats.agents.profile import Profile
from promptwell.language.syntax.formats.agents.profiles import FORMAT_NAME, profile_named
from promptwell.language.syntax.markdown.code import code_spans, in_code
from promptwell.language.syntax.markdown.links import markdown_links
from promptwell.language.syntax.yaml.node import YamlNode
from promptwell.language.text.source import Span

_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:|//|#")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
# `@path` at the beginning of a word. A path shows itself by a slash or a suffix; `@user` is none.
# Where a literal begins a pattern, it is searched ten times as fast.
_MENTION = re.compile(r"@(?<![^\s(\[\"']@)(?P<path>(?:\\ |[^\s\\,;:!?()\[\]\"'`*<>])+)")
_HASH = re.compile(r"#(?:file:(?P<file>[^\s#)\]]+)|tool:(?P<tool>[\w./-]*\w))", re.IGNORECASE)
# A command or skill in running text: `/name`, also as the beginning of code. Not `a/b`, `/usr/bin`.
_COMMAND = re.compile(
    r"(?<![^\s(\[\"'`*_])/(?P<name>[A-Za-z][\w-]*[A-Za-z0-9]|[A-Za-z])(?=[\s)\]\"'`*,;:!?]|\.?(?:\s|\Z))"
)
# The tools that are given the name of what they run.
_RUNNING: dict[str, ReferenceKind] = {"Agent": "agent", "Task": "agent", "Skill": "skill"}
# The folders that the Agent Skills specification gives a skill for its files.
_RESOURCE = re.compile(
    r"/(?:(?<=\bscripts/)|(?<=\breferences/)|(?<=\bassets/))[\w./-]*\w\.[A-Za-z]\w*"
)
_FOLDER = re.compile(r"(?<![\w./\\@-])(?:\./)?\w+\Z")
_LONGEST_FOLDER = len("./references")
# What separates names in one text: commas, and blanks between tools.
_LISTED = {
    "tool": re.compile(r"[^\s,()]+(?:\([^()\r\n]*\))?"),
    "skill": re.compile(r"[^\s,](?:[^,\r\n]*[^\s,])?"),
    "agent": re.compile(r"[^\s,](?:[^,\r\n]*[^\s,])?"),
}
# What stands behind a skill's name are its arguments.
_RUN = re.compile(r"[(,]\s*(?P<name>[A-Za-z][\w:-]*)")
_SUFFIX = re.compile(r"[^./\\]\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
# `@name/package` and `@decorator.of` are no files, whatever they look like.
_FILE_SUFFIXES = frozenset({
    "c", "cfg", "cpp", "cs", "css", "csv", "env", "go", "h", "html", "ini", "ipynb", "java", "js",
    "json", "jsonc", "jsx", "kt", "lock", "log", "md", "mdc", "mdx", "php", "prisma", "ps1", "py",
    "rb", "rs", "scss", "sh", "sql", "svelte", "swift", "tf", "toml", "ts", "tsx", "txt", "vue",
    "xml", "yaml", "yml",
})  # fmt: skip


def is_agent_file(document: PromptDocument) -> bool:
    """Whether a document is a Markdown file of a coding agent."""
    return document.format == FORMAT_NAME


def agent_declarations(document: PromptDocument) -> tuple[Declaration, ...]:
    """The arguments that the front matter names for Claude Code, in their order."""
    node = document.root.get("arguments")
    if node is None or profile_named(document.dialect).placeholders != "arguments":
        return ()
    return tuple(
        Declaration(
            document.source.slice(span),
            span,
            span,
            "inputs",
            STRING,
            required=True,
            description="An argument of the command.",
        )
        for span in _names(document, node)
    )


def agent_references(document: PromptDocument) -> tuple[Reference, ...]:
    """What the text names in the ways that the file's own tool follows, code left out, in order."""
    profile = profile_named(document.dialect)
    code = code_spans(document.text, document.body.start)
    found: list[Reference] = []
    taken: list[Span] = []
    for link in markdown_links(document.text, document.body):
        taken.append(link.span)
        if "link" in profile.links and not in_code(code, link.span.start):
            found += _link(document, link.target)
    for reference in _words(document, profile):
        if not in_code(code, reference.span.start) and not in_code(taken, reference.span.start):
            found.append(reference)
    found += _commands(document, profile, code, taken)
    found += front_matter_names(document)
    return tuple(sorted(found, key=lambda reference: reference.span))


def front_matter_names(document: PromptDocument) -> Iterator[Reference]:
    """The tools, skills and agents that the front matter names, one by one."""
    names = profile_named(document.dialect).names
    waiting = [*document.root.entries] if names else []
    while waiting:
        entry = waiting.pop()
        kind = names.get(entry.name)
        for item in entry.value.items:
            waiting += item.entries
        if kind is None or kind == "glob":
            continue
        for node in entry.value.items or (entry.value,):
            if node.kind == "scalar" and isinstance(node.value, str):
                for match in _LISTED[kind].finditer(
                    document.text, *content_span(document.text, node)
                ):
                    yield from _named(document, kind, Span(*match.span()))


def _named(document: PromptDocument, kind: ReferenceKind, span: Span) -> Iterator[Reference]:
    """One name of a list; `Agent(reviewer)` names a tool and, as a name of its own, what it runs."""
    written = document.source.slice(span)
    tool, opened, _ = written.partition("(")
    inner = _RUNNING.get(tool) if kind == "tool" and opened else None
    if inner is None:
        yield Reference(kind, written, span)
        return
    yield Reference("tool", tool, Span(span.start, span.start + len(tool)))
    for match in _RUN.finditer(document.text, span.start + len(tool), span.end - 1):
        yield Reference(inner, match["name"], Span(*match.span("name")))


def _names(document: PromptDocument, node: YamlNode) -> Iterator[Span]:
    places = node.items if node.kind == "sequence" else (node,)
    for place in places:
        if place.text():
            for match in _NAME.finditer(document.text, place.span.start, place.span.end):
                yield Span(*match.span())


def _link(document: PromptDocument, place: Span) -> Iterator[Reference]:
    written = document.source.slice(place)
    path = re.split(r"[#?]", written, maxsplit=1)[0]
    if path and not _SCHEME.match(written):
        yield Reference("link", path, Span(place.start, place.start + len(path)))


def _words(document: PromptDocument, profile: Profile) -> Iterator[Reference]:
    text, (start, end) = document.text, document.body
    if "mention" in profile.links and "@" in text:
        for match in _MENTION.finditer(text, start, end):
            path = match["path"].rstrip(".")
            if _is_path(path):
                at = match.start("path")
                yield Reference("mention", path.replace("\\ ", " "), Span(at, at + len(path)))
    if "attachment" in profile.links and "#" in text:
        for match in _HASH.finditer(text, start, end):
            if match["file"]:
                yield Reference("attachment", match["file"], Span(*match.span("file")))
            else:
                yield Reference("tool", match["tool"], Span(*match.span("tool")))
    if "resource" in profile.links:
        for match in _RESOURCE.finditer(text, start, end):
            folder = _FOLDER.search(
                text, max(start, match.start() - _LONGEST_FOLDER), match.start()
            )
            if folder:
                place = Span(folder.start(), match.end())
                yield Reference("resource", text[place.start : place.end], place)


def _commands(
    document: PromptDocument, profile: Profile, code: Sequence[Span], links: Sequence[Span]
) -> Iterator[Reference]:
    if not profile.runs_commands or "/" not in document.text:
        return
    beginnings = {span.start + 1 for span in code}
    for match in _COMMAND.finditer(document.text, *document.body):
        at = match.start()
        if not in_code(links, at) and (at in beginnings or not in_code(code, at)):
            yield Reference("command", match["name"], Span(*match.span("name")))


def _is_path(written: str) -> bool:
    if written.startswith(("./", "../", "~/", "/")):
        return True
    suffix = _SUFFIX.search(written)
    return suffix is not None and suffix.group().rpartition(".")[2].lower() in _FILE_SUFFIXES

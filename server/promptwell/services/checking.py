"""Checking files: what the rules say of each, taken from the cache where nothing has changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, get_args

from promptwell.errors import FileProblem, OutsideFile
from promptwell.language.rules.base import Diagnostic, Rule, RuleSettings
from promptwell.language.rules.severity import Severity
from promptwell.language.semantics.name_scopes import NAMED_FILES, possible_names
from promptwell.language.semantics.partials import is_partial_file, partial_files
from promptwell.language.text.source import Span
from promptwell.services.packed_diagnostics import Packed, pack, unpack

if TYPE_CHECKING:
    from promptwell.language.semantics.project import Project
    from promptwell.language.semantics.tokens.counting import Tokenizers

# Nobody reads more about one file; text that is no prompt at all can have a fault in each place.
MOST_DIAGNOSTICS = 2000

_log = logging.getLogger(__name__)


class FileReport(NamedTuple):
    """One file with what was found in it; `text` is "" where it could not be read."""

    path: str
    text: str
    diagnostics: tuple[Diagnostic, ...]


class Analysis(NamedTuple):
    """What the rules said of one file, and every file on which that depends.

    `text_digest` tells which text they saw. `secret` is True where what is known of the file
    holds a secret, as a fix does that moves one: it is never written down.
    """

    path: str
    text_digest: str
    diagnostics: Packed
    dependencies: tuple[str, ...]
    secret: bool = False


class Kept(NamedTuple):
    """What the cache keeps of one file: its key, the digests of its dependencies, its diagnostics."""

    key: str
    dependencies: Mapping[str, str]
    diagnostics: Packed


class CheckCache(Protocol):
    """Results of earlier runs, by path: the items of `Kept`, as JSON has them."""

    def find(self, path: str) -> Sequence[Any] | None:
        """What was kept of a file."""

    def keep(self, path: str, entry: Sequence[Any]) -> None:
        """Keep a result for the next run."""


class Texts:
    """The texts of files, each read once in a run, with a digest of each."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self._texts: dict[str, str | FileProblem] = {}
        self._digests: dict[str, str] = {}

    def text(self, path: str) -> str:
        """The text of a file.

        Raises:
            FileProblem: it can't be read.
        """
        found = self._texts.get(path)
        if found is None:
            try:
                found = self._read(path)
            except FileProblem as problem:
                found = problem
            self._texts[path] = found
        if isinstance(found, FileProblem):
            raise found
        return found

    def digest(self, path: str) -> str:
        """A digest of a file's text; "" where there is none."""
        found = self._digests.get(path)
        if found is None:
            try:
                found = digest(self.text(path))
            except FileProblem:
                found = ""
            self._digests[path] = found
        return found

    def forget(self, path: str) -> None:
        """Read a file again when it is next asked for."""
        self._texts.pop(path, None)
        self._digests.pop(path, None)


def check_files(
    paths: Iterable[str],
    *,
    known: Iterable[str],
    texts: Texts,
    settings_key: Callable[[str], str],
    cache: CheckCache,
    analyze: Callable[[list[str]], Iterable[Analysis]],
) -> list[FileReport]:
    """Check files, in the order given.

    Args:
        paths: the files to check.
        known: all prompt files of the workspace; a partial's findings depend on who uses it.
        texts: where texts come from.
        settings_key: says of a path which settings hold for it, as a text that changes with them.
        cache: results of earlier runs.
        analyze: checks those files of which the cache knows nothing.
    """
    wanted = list(dict.fromkeys(paths))
    known = tuple(known)
    users, sharing = _digests_of_users(known, texts), _digests_of_names(known, texts)
    partials = digest("\n".join(sorted(filter(is_partial_file, known))))
    found: dict[str, Packed] = {}
    keys: dict[str, str] = {}
    unknown: list[str] = []
    for path in wanted:
        own = texts.digest(path)
        if not own:
            continue
        brought_in = users.get(_last_name(path), "") + users.get(_ANY_NAME, "")
        # A partial is found by its name wherever it lies, so that a new one may change what is said.
        others = partials if path.endswith(".prompt") else sharing.get(path, "")
        keys[path] = f"{own}:{brought_in}:{others}:{settings_key(path)}"
        kept = _kept(cache.find(path))
        if kept and kept.key == keys[path] and _same(kept.dependencies, texts):
            found[path] = kept.diagnostics
        else:
            unknown.append(path)
    for analysis in analyze(unknown) if unknown else ():
        path = analysis.path
        if analysis.text_digest != texts.digest(path):
            # Its places and fixes belong to another text than the one at hand.
            found[path] = pack([file_diagnostic(_CHANGED, "warning")])
            continue
        found[path] = analysis.diagnostics
        dependencies = {each: texts.digest(each) for each in analysis.dependencies}
        if analysis.secret:
            continue
        cache.keep(path, Kept(keys[path], dependencies, analysis.diagnostics))
    return [_report(path, found.get(path), texts) for path in wanted]


def analyze_files(
    paths: Iterable[str],
    project: Project,
    tokenizers: Tokenizers,
    rule_settings: Callable[[str], RuleSettings],
) -> Iterator[Analysis]:
    """Parse and check files; a fault of ours in one of them does not stop the others."""
    for path in paths:
        try:
            yield _analyzed(path, project, tokenizers, rule_settings(path))
        except Exception as failure:  # noqa: BLE001  # it is reported as a diagnostic of that file
            _log.exception("%s could not be checked", path)
            message = f"could not be checked: a fault of promptwell ({type(failure).__name__}); "
            message += "`--log-level debug` shows where it happened"
            text = project.files.read(path) or ""
            yield Analysis(path, digest(text), pack([file_diagnostic(message)]), ())


def file_diagnostic(message: str, severity: Severity = "error", at: int = 0) -> Diagnostic:
    """A report that a file could not be checked as it is."""
    return Diagnostic("unreadable-file", "files", severity, Span(at, at), message)


def digest(text: str) -> str:
    """A short digest of a text, equal only for equal texts."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _analyzed(
    path: str, project: Project, tokenizers: Tokenizers, settings: RuleSettings
) -> Analysis:
    # Everything that is answered from the cache goes without these.
    from promptwell.language.rules.base import RuleContext
    from promptwell.language.rules.run import check_file
    from promptwell.language.semantics.containers import dependencies_of
    from promptwell.language.syntax.detect import detect

    text = project.files.read(path)
    if text is None:
        return Analysis(path, "", [], ())
    if detect(path, text, project.associations) is None:
        message = "no format is known for this file; name one under `formats` in promptwell.toml"
        return Analysis(path, digest(text), pack([file_diagnostic(message, "warning")]), ())
    failures: list[Diagnostic] = []

    def on_failure(rule: type[Rule], failure: Exception) -> None:
        _log.error("rule %s failed on %s", rule.id(), path, exc_info=failure)
        message = (
            f"the rule {rule.id()} failed here ({type(failure).__name__}): a fault of the rule; "
        )
        failures.append(file_diagnostic(message + "`--log-level debug` shows where", "warning"))

    context = RuleContext(settings, project, tokenizers)
    diagnostics = check_file(path, context, on_failure=on_failure)
    if len(diagnostics) > MOST_DIAGNOSTICS:
        message = (
            f"{len(diagnostics) - MOST_DIAGNOSTICS:,} more findings in this file are not listed"
        )
        failures.append(file_diagnostic(message, "warning"))
    dependencies = tuple(sorted(dependencies_of(project, path)))
    listed = [*failures, *_most_severe(diagnostics)]
    return Analysis(
        path, digest(text), pack(listed), dependencies, _tells_secret(listed, dependencies, text)
    )


def _tells_secret(
    diagnostics: Iterable[Diagnostic], dependencies: Iterable[str], text: str
) -> bool:
    """Whether a fix would write a secret of the file anew, or the path of another file has one."""
    from promptwell.language.detectors.secrets.hiding import hider

    hides = hider(text)
    if not hides:
        return False
    return any(map(hides.reveals, dependencies)) or any(
        hides.reveals(edit.new_text)
        for each in diagnostics
        for fix in each.fixes
        for edits in (fix.edits, *fix.other_files.values())
        for edit in edits
    )


def _most_severe(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """As many as are listed, in the order of the text; an error is never left out for a hint."""
    if len(diagnostics) <= MOST_DIAGNOSTICS:
        return diagnostics
    severities = get_args(Severity)
    first = sorted(diagnostics, key=lambda each: severities.index(each.severity))
    return sorted(first[:MOST_DIAGNOSTICS], key=lambda each: each.span)


def _kept(entry: Sequence[Any] | None) -> Kept | None:
    """An entry of the cache, if it is whole: the file it comes from may be damaged."""
    try:
        kept = Kept(*entry) if entry else None
        if kept:
            unpack(kept.diagnostics)
            kept.dependencies.items()
    except (TypeError, ValueError, AttributeError):
        return None
    return kept


def _report(path: str, packed: Packed | None, texts: Texts) -> FileReport:
    try:
        text = texts.text(path)
    except FileProblem as problem:
        message = str(problem).removeprefix(f"{path}: ")
        severity: Severity = "warning" if isinstance(problem, OutsideFile) else "error"
        return FileReport(path, "", (file_diagnostic(message, severity),))
    diagnostics = unpack(packed or [])
    foreign = _NOT_UTF8.search(text)
    if foreign:
        byte = ord(foreign.group()) - 0xDC00
        message = f"this is not UTF-8: byte 0x{byte:02x}; save the file as UTF-8"
        diagnostics = (file_diagnostic(message, at=foreign.start()), *diagnostics)
    return FileReport(path, text, diagnostics)


_CHANGED = "the file changed while it was being checked; run the command again"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_BRINGS_IN = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b([^%]*)")
_PATH = re.compile(r"""[^\s"']+\.\w+""")
_PARTIAL = re.compile(r"""\{\{~?#?>\s*["'\[]?([^\s"'\]}=]+)""")
_ANY_NAME = "*"
_QUOTED = re.compile(r"""["']([^"'\n]+)["']""")


def _digests_of_users(known: Iterable[str], texts: Texts) -> dict[str, str]:
    """By a file's last name, a digest of all files that bring in or test a file of that name."""
    users: dict[str, list[str]] = {}
    for path in known:
        if not texts.digest(path):
            continue
        if path.endswith((".yaml", ".yml")) and "prompts" in texts.text(path):
            for name in set(map(_last_name, _PATH.findall(texts.text(path)))):
                leaf = _ANY_NAME if set(name) & set("*?[{") else name
                users.setdefault(leaf, []).append(f"{path}:{texts.digest(path)}")
        for tag in _BRINGS_IN.finditer(texts.text(path)):
            for name in _QUOTED.findall(tag.group(1)):
                users.setdefault(_last_name(name), []).append(f"{path}:{texts.digest(path)}")
        for name in _PARTIAL.findall(texts.text(path)) if path.endswith(".prompt") else ():
            for file in partial_files(name):
                users.setdefault(_last_name(file), []).append(f"{path}:{texts.digest(path)}")
    return {name: digest("\n".join(sorted(set(each)))) for name, each in users.items()}


def _digests_of_names(known: Iterable[str], texts: Texts) -> dict[str, str]:
    """By path, a digest of all files that may have the same name, where there are others."""
    named: dict[str, list[str]] = {}
    for path in known:
        if path.lower().endswith(NAMED_FILES) and texts.digest(path):
            for name in set(possible_names(path, texts.text(path))):
                named.setdefault(name, []).append(path)
    found: dict[str, str] = {}
    for paths in named.values():
        if len(paths) > 1:
            every = digest("\n".join(f"{path}:{texts.digest(path)}" for path in sorted(paths)))
            found |= {path: found.get(path, "") + every for path in paths}
    return found


def _last_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _same(dependencies: Mapping[str, str], texts: Texts) -> bool:
    return all(texts.digest(path) == known for path, known in dependencies.items())

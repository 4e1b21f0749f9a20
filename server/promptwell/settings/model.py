"""The settings themselves: one frozen dataclass that everything else is generated from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from annotated_types import Ge, Interval

from promptwell.settings.metadata import MetadataSettings
from promptwell.settings.reading import READ_AS

if TYPE_CHECKING:
    from promptwell.language.rules.policy import Policy
    from promptwell.language.syntax.detect import Associations

TrustLevel = Literal["trusted", "untrusted"]
RuleLevel = Literal["error", "warning", "information", "hint", "off", "default"]
DialectName = Literal[
    "plain", "prompty-v1", "prompty-v2", "prompty-portable", "banks", "haystack", "chat-template",
    "skill", "agentskills", "claude-skill", "vscode-skill", "claude-agent", "claude-command",
    "claude-rule", "vscode-prompt", "vscode-instructions", "vscode-agent", "cursor-mdc", "agents-md",
    "claude-md", "gemini-md", "copilot-instructions",
    "detected", "f-string", "jinja2", "mustache", "handlebars", "semantic-kernel",
    "github-models", "text",
]  # fmt: skip
FloorLevel = Literal["error", "warning", "information"]
LogLevel = Literal["debug", "info", "warning", "error"]


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    """What is logged, and where to."""

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    level: LogLevel = "warning"
    """The least important level that is logged. On the command line nothing is logged unless this
    is changed, or `--log-level` is given."""

    file: str | None = None
    """The file that the log is appended to, put aside as `FILE.1` to `FILE.3` when it has
    10 MB; standard error without it. Counts only from the editor's settings: a repository may not
    choose where to write."""


@dataclass(frozen=True, kw_only=True)
class InlayHintSettings:
    """What an editor shows between the words of a prompt."""

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    message_tokens: bool = True
    """Show at each role line how many tokens the message has: `~120 tokens + values`."""

    inferred_types: bool = True
    """Show the type of an input whose declaration gives none, where its use tells it."""

    default_values: bool = True
    """Show the default value of an input where the body uses it first."""

    hidden_text: bool = True
    """Show what can't be seen where it stands: hidden characters, text in base64 and other codes,
    letters that only look Latin."""


@dataclass(frozen=True, kw_only=True)
class PolicySettings:
    """What comments, other settings and baselines may not loosen.

    A settings file further down and an editor can only tighten it: names are added, the more severe
    floor and the shorter time count.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    required: tuple[str, ...] = ()
    """Rules and groups that always run: no comment, `ignore`, `per-file-ignores`, `select`, level
    `off` or baseline hides what they find."""

    floors: Mapping[str, FloorLevel] = field(default_factory=dict)
    """The least severity of rules and groups: `error`, `warning` or `information`."""

    longest_suppression: Annotated[int, Ge(1)] | None = None
    """The most days for which a comment may hide a rule about security. A comment without `until`,
    or with a later day, does not hide it and is reported."""

    reason_required: bool = False
    """Whether a comment that hides a rule about security has to say why: `-- why`."""

    def policy(self) -> Policy:
        """The policy as the rules take it."""
        from promptwell.language.rules.policy import Policy

        return Policy(
            frozenset(self.required),
            tuple(sorted(self.floors.items())),
            self.longest_suppression,
            self.reason_required,
        )


@dataclass(frozen=True, kw_only=True)
class SecuritySettings:
    """What is about security beyond single rules."""

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    datasets: tuple[str, ...] = ()
    """Globs of data files (CSV, TSV, JSON, JSON Lines, YAML) that `promptwell scan` reads as well."""

    policy: PolicySettings = field(default_factory=PolicySettings)
    """What no file may loosen."""


@dataclass(frozen=True, kw_only=True)
class VersionSettings:
    """The versions of prompts that the store keeps."""

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    keep_days: Annotated[int, Interval(ge=0, le=36_500)] = 0
    """How many days old a version may become before `promptwell store prune` forgets it; 0 for any age.
    What a branch ends with, a label names or a run measured stays in any case."""


@dataclass(frozen=True, kw_only=True)
class EngineSettings:
    """The engine: the process that keeps a workspace's store and searches it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    idle_minutes: Annotated[float, Ge(0)] = 15.0
    """After how many minutes without a call the engine leaves; 0 for never."""


@dataclass(frozen=True, kw_only=True)
class SearchSettings:
    """The search by meaning, which needs the extra `semantic`.

    Counts only from your own settings file, or after `promptwell trust` of the folder.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    model: str = "all-MiniLM-L6-v2"
    """The model of sentence-transformers that turns texts into vectors, by its name, or a folder by its
    absolute path. After a change `promptwell index embed` makes the vectors of the other model."""

    chroma_url: str = ""
    """A Chroma server that keeps the vectors, such as `http://chroma.example.com:8000`; else
    they lie beside the store."""

    embed_by_itself: bool = True
    """Let the engine make the vectors of what changed by itself, in the background. Else only
    `promptwell index embed` does. A model that is not on this machine is fetched by that command alone."""


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """A team's server, which is called in place of an engine on this machine.

    Counts only from your own settings file, or after `promptwell trust` of the folder.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    url: str = ""
    """The server's address, such as `https://prompts.example.com`."""

    token_file: str = ""
    """The file with the token for the server; `PROMPTWELL_TOKEN` goes before it.
    Counts only from your own settings file."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings of Promptwell, in `promptwell.toml` or under `[tool.promptwell]` in `pyproject.toml`.

    Files are read from the workspace root down to a prompt's folder, and the nearest one wins,
    key by key; tables are put together. Globs are relative to the folder of the file they are
    written in; one without a slash holds in every folder below it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = READ_AS

    include: tuple[str, ...] = ()
    """Globs of files to check besides those that Promptwell knows by their names.
    A Markdown or text file needs a format as well, by `formats` or by what stands in it."""

    exclude: tuple[str, ...] = ()
    """Globs of files and folders to leave out. A file that is named on the command line is
    checked all the same."""

    respect_gitignore: bool = True
    """Leave out what Git ignores."""

    select: tuple[str, ...] = ()
    """Rules and groups to run; all others are off. Empty runs every rule that is on by default."""

    ignore: tuple[str, ...] = ()
    """Rules and groups that are off. A rule's own name goes before its group's."""

    rules: Mapping[str, RuleLevel] = field(default_factory=dict)
    """The severity of a rule or a group: `error`, `warning`, `information`, `hint`, `off`, or
    `default`, which turns on what is off by default. A rule's own name goes before its group's."""

    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules and groups that are off in the files that a glob fits."""

    formats: Mapping[str, str] = field(default_factory=dict)
    """The format of the files that a glob fits, where name and content don't tell it:
    `"prompts/**/*.md" = "jinja"`. The first glob that fits counts."""

    dialects: Mapping[str, DialectName] = field(default_factory=dict)
    """The dialect of the files that a glob fits: of templates `plain`, `prompty-portable`, `banks`,
    `haystack` or `chat-template`; of agent files the tool that reads them, such as `claude-skill`,
    `vscode-agent` or `cursor-mdc`; of prompt maps and plain prompts their placeholders: `f-string`,
    `jinja2`, `mustache`, `handlebars`, `semantic-kernel`, `github-models`, or `text` for none. The
    first glob that fits counts."""

    template_roots: tuple[str, ...] = ()
    """Folders, relative to this settings file, in which includes are looked up as well."""

    filters: tuple[str, ...] = ()
    """Template filters that the application registers itself."""

    escape_filters: tuple[str, ...] = ()
    """Template filters of the application that make a text from outside harmless: behind them it can
    neither end the tags around it nor be taken for an instruction."""

    tests: tuple[str, ...] = ()
    """Template tests that the application registers itself."""

    globals: tuple[str, ...] = ()
    """Template variables and functions that the application always provides."""

    tags: tuple[str, ...] = ()
    """Template tags that an extension of the application adds."""

    trust: Mapping[str, TrustLevel] = field(default_factory=dict)
    """Which inputs carry text from outside, by their names or globs of names: `"user_*" = "untrusted"`.
    An input's own name goes before globs, of which the first that fits counts, and what a prompt says
    under `metadata.trust` goes before both."""

    keys: tuple[str, ...] = ()
    """Front-matter keys that the application reads itself."""

    budget_tokens: Annotated[int, Ge(1)] | None = None
    """The most tokens that a prompt may take."""

    also_shown_by_vscode: bool = False
    """In VS Code, show in its prompt, instructions, agent and skill files also what VS Code itself
    shows there. Other editors and the command line show everything."""

    large_file_limit: Annotated[int, Ge(1024)] = 256 * 1024
    """The size in bytes above which an editor gets only the quick rules while typing, and the
    rest when the file is saved."""

    inlay_hints: InlayHintSettings = field(default_factory=InlayHintSettings)
    """Inlay hints in editors."""

    metadata: MetadataSettings = field(default_factory=MetadataSettings)
    """The metadata of prompts."""

    security: SecuritySettings = field(default_factory=SecuritySettings)
    """Security."""

    engine: EngineSettings = field(default_factory=EngineSettings)
    """The engine."""

    versions: VersionSettings = field(default_factory=VersionSettings)
    """The versions of prompts."""

    search: SearchSettings = field(default_factory=SearchSettings)
    """The search by meaning."""

    server: ServerSettings = field(default_factory=ServerSettings)
    """A team's server."""

    log: LogSettings = field(default_factory=LogSettings)
    """Logging."""

    def with_values(self, values: Mapping[str, Any]) -> Settings:
        """These settings with some values in place of theirs; of a group only those that are given."""
        found: Settings = _with_values(self, values)
        return found

    @property
    def associations(self) -> Associations:
        """Which format and dialect the files have that these settings name."""
        from promptwell.language.syntax.detect import Associations

        return Associations(formats=self.formats, dialects=self.dialects)


GROUPS = frozenset(
    (
        "engine",
        "inlay_hints",
        "log",
        "metadata",
        "policy",
        "search",
        "security",
        "server",
        "versions",
    )
)
"""The settings that are groups of settings, such as `log`."""


def _with_values(settings: Any, values: Mapping[str, Any]) -> Any:
    given = {
        name: _with_values(getattr(settings, name), value) if name in GROUPS else value
        for name, value in values.items()
    }
    return replace(settings, **given)

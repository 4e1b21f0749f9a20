"""The catalogue of operations: what the product can do beyond the text of open files.

An operation is one function of `services/<area>.py` of the shape

    def search(context: Context, request: SearchRequest) -> SearchResult

with frozen dataclasses of plain values for input and output. Its docstring is its page: the first
line is its summary everywhere. A field's description stands in its metadata, and bounds are
`annotated_types`:

    query: str = field(metadata={"description": "words to find"})
    limit: Annotated[int, Interval(ge=1, le=50)] = field(default=10, metadata={"description": "..."})

`"is"` in a field's metadata says what a text stands for: `"path"` a path of the workspace, which may
not lead out of it; `"prompt"` a prompt's name or path; `"place"` a file or folder anywhere on this
machine; `"text"` a long text and `"json"` a document, for which the command line takes a file's name or
`-`. The command line reads paths from the folder that it is called in. `"option"` and `"short"` name a
field there otherwise, `"argument"` makes an argument of one with a default.

From this table the ways in make the CLI command (`prompt.new` is `promptwell prompt new`; fields
without a default are its arguments, the others its options), the REST route (`POST /v1/prompt/new`,
`GET` for what only reads), the LSP command (`promptwell.prompt.new`) and the MCP tools. Functions
are imported when they are called: the table itself costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from inspect import getdoc
from typing import TYPE_CHECKING, Any, get_type_hints

from promptwell.domain.security.permission import Permission

if TYPE_CHECKING:  # it knows what searches, and the table is read by whoever starts
    from promptwell.services.context import Context

VIEW, EDIT, REVIEW, ADMINISTER = (
    Permission.VIEW,
    Permission.EDIT,
    Permission.REVIEW,
    Permission.ADMINISTER,
)


@dataclass(frozen=True)
class Operation:
    """One operation: its name, where its function is, and what is true of every call of it.

    `reads` is for operations that change nothing but what the store remembers by itself, such as what
    was rendered; to do one twice does no harm. `repeatable` is for others of which that is true.
    `reports` is for those that take long: they call `context.progress` and can be cancelled. `local` is
    for what concerns one user's machine and is never served to others. `scoped` is for those whose
    function asks for the permission itself, because a project may grant it; the others take it from the
    role in the whole store. `storeless` is for those that use no store: where no engine lives, none is
    opened for them.
    `own_command` is for those whose command is a module of its own, because it shows more than the result.
    """

    name: str
    place: str
    permission: Permission
    reads: bool = False
    repeatable: bool = False
    reports: bool = False
    local: bool = False
    scoped: bool = False
    storeless: bool = False
    own_command: bool = False

    @cached_property
    def function(self) -> Callable[[Context, Any], Any]:
        """The function that does it."""
        module, _, name = self.place.partition(":")
        function: Callable[[Context, Any], Any] = getattr(
            import_module(f"promptwell.services.{module}"), name
        )
        return function

    @cached_property
    def asked(self) -> type:
        """The dataclass of its input."""
        asked: type = self._hints["request"]
        return asked

    @cached_property
    def given(self) -> type:
        """The dataclass of its output."""
        given: type = self._hints["return"]
        return given

    @property
    def summary(self) -> str:
        """One line about it."""
        return (getdoc(self.function) or "").partition("\n")[0].rstrip(".")

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.function, include_extras=True)


_ALL: tuple[Operation, ...] = (
    Operation("backup", "backups:backup", ADMINISTER, reports=True, local=True),
    Operation("branch", "versions.branching:branch", EDIT, scoped=True),
    Operation("db.check", "database:check", ADMINISTER, reads=True),
    Operation("db.upgrade", "database:upgrade", ADMINISTER, repeatable=True),
    Operation(
        "diff", "versions.comparing_refs:diff", VIEW, reads=True, scoped=True, own_command=True
    ),
    Operation("engine.start", "engine:start", ADMINISTER, local=True, storeless=True),
    Operation("engine.status", "engine:status", ADMINISTER, reads=True, storeless=True),
    Operation("engine.stop", "engine:stop", ADMINISTER, local=True, storeless=True),
    Operation("history", "versions.history:history", VIEW, reads=True, scoped=True),
    Operation(
        "history.import", "versions.importing:import_history", EDIT, repeatable=True, reports=True
    ),
    Operation("index", "indexing:index", EDIT, repeatable=True, reports=True),
    Operation("index.embed", "embedding:embed", EDIT, repeatable=True, reports=True),
    Operation("index.rebuild", "indexing:rebuild", EDIT, repeatable=True, reports=True),
    Operation("label", "versions.labelling:label", EDIT, scoped=True),
    Operation("merge", "versions.joining:merge", EDIT, scoped=True),
    Operation("project.add", "projects.members:add", EDIT, scoped=True),
    Operation("project.grant", "projects.granting:grant", ADMINISTER, scoped=True),
    Operation("project.list", "projects.setting_up:list_projects", VIEW, reads=True, scoped=True),
    Operation("project.new", "projects.setting_up:new", ADMINISTER),
    Operation("project.remove", "projects.members:remove", EDIT, scoped=True),
    Operation("project.revoke", "projects.granting:revoke", ADMINISTER, scoped=True),
    Operation("project.set", "projects.setting_up:set_settings", ADMINISTER, scoped=True),
    Operation("project.show", "projects.setting_up:show", VIEW, reads=True, scoped=True),
    Operation("prompt.archive", "prompts.keeping:archive", EDIT, scoped=True),
    Operation("prompt.complete", "prompts.offering:complete", VIEW, reads=True, scoped=True),
    Operation("prompt.copy", "prompts.placing:copy", EDIT, scoped=True),
    Operation("prompt.delete", "prompts.keeping:delete", EDIT, scoped=True),
    Operation("prompt.export", "prompts.exchange:export", VIEW, reads=True, scoped=True),
    Operation("prompt.folders", "prompts.reading:folders", VIEW, reads=True, scoped=True),
    Operation("prompt.import", "prompts.exchange:import_prompts", EDIT, reports=True),
    Operation("prompt.inputs", "prompts.inputs:inputs", VIEW, reads=True, scoped=True),
    Operation("prompt.lint", "prompts.linting:lint", VIEW, reads=True, scoped=True),
    Operation("prompt.list", "prompts.reading:list_prompts", VIEW, reads=True, scoped=True),
    Operation("prompt.move", "prompts.placing:move", EDIT, scoped=True),
    Operation("prompt.new", "prompts.writing:new", EDIT, scoped=True),
    Operation("prompt.offered", "prompts.offering:offered", VIEW, reads=True, scoped=True),
    Operation("prompt.render", "prompts.rendering:render", VIEW, reads=True, scoped=True),
    Operation("prompt.restore", "prompts.keeping:restore", EDIT, scoped=True),
    Operation("prompt.show", "prompts.reading:show", VIEW, reads=True, scoped=True),
    Operation("prompt.tag", "prompts.tagging:tag", EDIT, scoped=True),
    Operation("prompt.update", "prompts.writing:update", EDIT, scoped=True),
    Operation("restore", "backups:restore", ADMINISTER, reports=True, local=True),
    Operation("rollback", "versions.rolling_back:rollback", EDIT, scoped=True),
    Operation("search", "searching:search", VIEW, reads=True, scoped=True),
    Operation("similar", "similar:similar", VIEW, reads=True, scoped=True),
    Operation("store.prune", "versions.pruning:prune", ADMINISTER, repeatable=True, reports=True),
    Operation("switch", "versions.branching:switch", EDIT, scoped=True),
    Operation("token.create", "tokens:create", ADMINISTER),
    Operation("token.list", "tokens:list_tokens", ADMINISTER, reads=True),
    Operation("token.revoke", "tokens:revoke", ADMINISTER),
    Operation("version.measure", "versions.measuring:measure", EDIT, scoped=True),
    Operation("version.record", "versions.recording:record", EDIT, scoped=True),
    Operation("version.show", "versions.history:show", VIEW, reads=True, scoped=True),
)

OPERATIONS: dict[str, Operation] = {operation.name: operation for operation in _ALL}
"""Every operation by its name."""

AREAS: dict[str, str] = {
    "db": "Look after the database of this workspace's store",
    "engine": "Show, start and stop the process that keeps this workspace's store",
    "project": "Projects: prompts that belong together, their settings, and who may do what",
    "prompt": "List, show, render, check, make and change the prompts of the repository",
    "store": "Look after what the store keeps",
    "token": "Make, list and revoke the tokens by which a server knows who calls",
    "version": "Record, measure and show versions of prompts",
}
"""One line about the operations whose names begin with the same word."""

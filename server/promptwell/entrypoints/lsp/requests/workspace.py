"""Folders and files of the workspace that change."""

from __future__ import annotations

from lsprotocol import types

from promptwell.entrypoints.lsp.configuration import SECTION, ask_for_settings
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.publishing import Publisher
from promptwell.entrypoints.lsp.session import Session
from promptwell.entrypoints.lsp.uris import path_of
from promptwell.settings import is_settings_file

_WATCHED = (
    "**/*.{prompty,j2,jinja,jinja2,md,txt}",
    "**/*.{json,jsonl,ndjson,csv,tsv,yaml,yml}",
    "**/{promptwell,pyproject}.toml",
)

# So many changed files, such as those of another branch, are read in the background.
_MANY = 10


def register(connection: Connection, session: Session, publisher: Publisher) -> None:
    """Answer changes of folders and watched files."""

    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Takes in folders that were added, each with its own settings, and forgets those that were removed."""
        for folder in params.event.removed:
            session.remove_folder(folder.uri)
        for folder in params.event.added:
            publisher.learn(session.add_folder(folder.uri))
        publisher.all()
        if params.event.added:
            asking = ask_for_settings(connection, session, publisher)
            connection.start(asking, types.WORKSPACE_CONFIGURATION)

    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        """Checks again what depends on files that were changed by somebody else."""
        events = [(path_of(event.uri), event.type) for event in params.changes]
        paths = [path for path, _ in events]
        session.changed_on_disk(paths)
        if any(is_settings_file(path) for path in paths):
            session.workspace.settings_changed(session.workspace.roots())
            session.follow_log_settings()
            _learn_all(session, publisher)
            return
        came_or_went = any(kind != types.FileChangeType.Changed for _, kind in events)
        session.workspace.changed_on_disk(paths, came_or_went=came_or_went)
        for path, kind in events:
            if kind == types.FileChangeType.Deleted and session.documents.get(path) is None:
                publisher.forget(path)
        publisher.changed(paths)
        if came_or_went or len(paths) > _MANY:
            _learn_all(session, publisher)

    connection.on_notification(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, folders_changed)
    connection.on_notification(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, files_changed)


async def watch_files(connection: Connection, session: Session) -> None:
    """Ask the client to tell of files that change outside of it, and of its settings."""
    registrations = []
    if session.can("workspace", "did_change_watched_files", "dynamic_registration"):
        watchers = [types.FileSystemWatcher(glob) for glob in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(list(watchers))
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registrations.append(types.Registration("promptwell-files", method, options))
    if session.can("workspace", "did_change_configuration", "dynamic_registration"):
        method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
        # A client that can be asked for settings need not send them along.
        section = None if session.can("workspace", "configuration") else {"section": SECTION}
        registrations.append(types.Registration("promptwell-settings", method, section))
    if registrations:
        params = types.RegistrationParams(registrations)
        await connection.request(types.CLIENT_REGISTER_CAPABILITY, params)


def _learn_all(session: Session, publisher: Publisher) -> None:
    for root in session.workspace.roots():
        publisher.learn(root)

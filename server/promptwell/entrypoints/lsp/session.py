"""One client's session: what it can do, its folders and settings, its open documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from lsprotocol import types

from promptwell.bootstrap.editing import EditorRoot, editor_root, root_of
from promptwell.entrypoints.lsp.analyst import Analyst
from promptwell.entrypoints.lsp.canceling import Canceling
from promptwell.entrypoints.lsp.connection import Connection
from promptwell.entrypoints.lsp.convert.edits import to_workspace_edit
from promptwell.entrypoints.lsp.differences import Differences
from promptwell.entrypoints.lsp.documents import OpenDocument, OpenDocuments
from promptwell.entrypoints.lsp.engine_news import EngineNews
from promptwell.entrypoints.lsp.garbage import Garbage
from promptwell.entrypoints.lsp.log import Log
from promptwell.entrypoints.lsp.positions import Encoding, LineColumn, Positions
from promptwell.entrypoints.lsp.tokenizers import BackgroundTokenizers
from promptwell.entrypoints.lsp.uris import path_of, uri_of
from promptwell.entrypoints.lsp.versions import SavedVersions
from promptwell.language.features.location import FileEdits
from promptwell.services.editor import reading
from promptwell.services.workspace import Root, Snapshot, Workspace

_T = TypeVar("_T")


class Asked:
    """A question about a place of a document: everything as it was when the question came."""

    def __init__(self, session: Session, uri: str) -> None:
        self.path = path_of(uri)
        self.document: OpenDocument | None = session.documents.get(self.path)
        self._session = session
        now = session.workspace.snapshot(self.path)
        if self.document is not None and self.document.positions is not None:
            self.positions: Positions = self.document.positions
        else:
            self.positions = session.positions_of(now)(self.path)
        self.snapshot: Snapshot = session.analyst.view(now, len(self.positions.source))

    def offset(self, position: types.Position) -> int:
        """The offset of a position."""
        return self.positions.offset(position.line, position.character)

    async def answer(self, question: Callable[[], _T]) -> _T:
        """The answer of the editor services to a question about this document."""
        return await self._session.analyst.ask(len(self.positions.source), question)


class Session:
    """The state behind the requests."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self.connection = connection
        self.log = log
        self.analyst = Analyst()
        self.garbage = Garbage()
        self.canceling = Canceling(connection)
        self.engine_news = EngineNews(connection)
        self.saved_versions = SavedVersions(connection)
        self.tokenizers = BackgroundTokenizers()
        self.documents = OpenDocuments()
        self.differences = Differences(connection, self.analyst, self.documents)
        self.first_settings: Mapping[str, Any] = {}
        self._settings: Mapping[str, Any] = {}
        self._own_settings: Mapping[str, Mapping[str, Any]] = {}
        self._folder_uris: dict[str, str] = {}
        self.capabilities = types.ClientCapabilities()
        self.pulls = False
        self._in_vscode = False
        self.workspace = Workspace(self._open_root, root_of, self.tokenizers)

    def begin(
        self,
        capabilities: types.ClientCapabilities,
        settings: Mapping[str, Any],
        client: str = "",
    ) -> None:
        """Take in what the client said of itself; `client` is its name."""
        self._in_vscode = client.startswith("Visual Studio Code")
        self.capabilities = capabilities
        self.first_settings = self._settings = settings
        self.documents.encoding = cast(Encoding, self.connection.encoding)
        # Whether the client asks for diagnostics itself, see `publishing.py`.
        self.pulls = self.can("text_document", "diagnostic") and self.can(
            "workspace", "diagnostics", "refresh_support"
        )

    def changed_on_disk(self, paths: Iterable[str]) -> None:
        """Tell an engine that runs which files are others than before."""
        by_root: dict[str, list[str]] = {}
        for path in paths:
            by_root.setdefault(self.workspace.snapshot(path).root.path, []).append(path)
        for root, changed in by_root.items():
            self.engine_news.changed(root, changed)

    def saved(self, path: str) -> None:
        """Tell those who keep what is known of files that an editor saved one."""
        self.changed_on_disk([path])
        document = self.documents.get(path)
        text = document.text if document is not None and document.positions else None
        self.saved_versions.saved(self.workspace.snapshot(path).root.path, path, text)

    def add_folder(self, uri: str) -> Root:
        """Take in a folder of the client's workspace."""
        folder = _folder(uri)
        self._folder_uris[folder] = uri
        return self.workspace.add_folder(folder)

    def remove_folder(self, uri: str) -> None:
        """Forget a folder."""
        self._folder_uris.pop(_folder(uri), None)
        self.workspace.remove_folder(_folder(uri))

    def folder_uris(self) -> dict[str, str]:
        """The folders of the client's workspace by their paths, as the client wrote them."""
        return dict(self._folder_uris)

    def take_settings(
        self, general: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]
    ) -> list[Root]:
        """The editor has these settings now, and others in some folders; the roots they change."""
        self._settings, self._own_settings = general, own
        changed: list[Root] = []
        for folder, root in self.workspace.folders():
            settings = own.get(folder, general)
            if isinstance(root, EditorRoot) and root.editor != settings:
                root.editor = settings
                changed.append(root)
        if changed:
            self.workspace.settings_changed(changed)
            self.follow_log_settings()
        return changed

    def follow_log_settings(self) -> None:
        """Log as the first folder's settings say, the editor's over its files'."""
        for root in self.workspace.roots()[:1]:
            if isinstance(root, EditorRoot):
                self.log.follow(*root.log_settings())

    def positions_of(self, snapshot: Snapshot) -> Callable[[str], Positions]:
        """Lines and columns of any file, as its text is in a snapshot."""
        known: dict[str, Positions] = {}

        def of(path: str) -> Positions:
            if path not in known:
                source = reading.source(snapshot, path)
                opened = self.documents.get(path)
                same = opened and opened.positions and opened.positions.source.text == source.text
                if opened and opened.positions and same:
                    known[path] = opened.positions
                else:
                    known[path] = Positions(source, self.documents.encoding)
            return known[path]

        return of

    def edit(
        self,
        snapshot: Snapshot,
        edits: FileEdits,
        created: Sequence[tuple[str, str]] = (),
        moved: tuple[str, str] | None = None,
    ) -> types.WorkspaceEdit:
        """Edits of the files of a snapshot, and new and moved ones, in the shape that the client takes."""
        return to_workspace_edit(
            edits,
            self.positions_of(snapshot),
            self.uri,
            self.version,
            versioned=self.can("workspace", "workspace_edit", "document_changes"),
            created=created,
            moved=moved,
        )

    def uri(self, path: str) -> str:
        """The URI of a path, as the client wrote it where the document is open."""
        opened = self.documents.get(path)
        return opened.uri if opened else uri_of(path)

    def version(self, path: str) -> int | None:
        """The version of an open document."""
        opened = self.documents.get(path)
        return opened.version if opened else None

    def can(self, *names: str) -> bool:
        """Whether the client has a capability, given by its path (`text_document`, `rename` ...)."""
        value: Any = self.capabilities
        for name in names:
            value = getattr(value, name, None)
        return bool(value)

    def _open_root(self, folder: str, searched: bool) -> Root:
        settings = self._own_settings.get(folder, self._settings) if searched else self._settings
        return editor_root(folder, searched, settings, in_vscode=self._in_vscode)


def _folder(uri: str) -> str:
    return path_of(uri).rstrip("/") or "/"


def place_of(position: types.Position) -> LineColumn:
    """A protocol position as ours."""
    return LineColumn(position.line, position.character)

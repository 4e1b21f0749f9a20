"""What is wrong in settings files, shown on those files."""

from __future__ import annotations

import logging
from collections.abc import Callable

from lsprotocol import types

from promptwell.entrypoints.lsp.convert.diagnostics import to_diagnostic
from promptwell.entrypoints.lsp.positions import Positions
from promptwell.entrypoints.lsp.session import Session
from promptwell.language.text.source import SourceText
from promptwell.services.workspace import Snapshot

log = logging.getLogger(__name__)

Tell = Callable[[str, int | None, list[types.Diagnostic]], None]


class SettingsFaults:
    """Shows the faults of settings with `tell`, and takes them back once they are mended."""

    def __init__(self, session: Session, tell: Tell) -> None:
        self._session = session
        self._tell = tell
        self._shown: dict[str, list[types.Diagnostic]] = {}
        self._logged: set[str] = set()

    def show(self, snapshot: Snapshot) -> None:
        """Show what is wrong in the settings of a root now, as far as that is news."""
        found = snapshot.root.settings_diagnostics()
        base = snapshot.root.path.rstrip("/") + "/"
        for path in [each for each in self._shown if each.startswith(base)]:
            if path not in found:
                del self._shown[path]
                self._tell(path, None, [])
        for path, (text, diagnostics) in found.items():
            if not path:
                for diagnostic in diagnostics:
                    self._log(diagnostic.message)
                continue
            positions = Positions(SourceText(text), self._session.documents.encoding)
            shown = [
                to_diagnostic(each, path, lambda _, at=positions: at, self._session.uri)  # type: ignore[misc]
                for each in diagnostics
            ]
            if self._shown.get(path) != shown:
                self._shown[path] = shown
                self._tell(path, None, shown)

    def _log(self, message: str) -> None:
        if message not in self._logged:
            self._logged.add(message)
            log.warning("in the editor's settings: %s", message)

"""The files of a workspace as one commit of Git has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptwell.adapters.git.repositories import path_from_top
from promptwell.adapters.paths import is_below
from promptwell.language.semantics.partials import is_partial_file

if TYPE_CHECKING:
    from pygit2 import Object, Repository

_LARGEST = 2 * 1024 * 1024
_MOST_LISTED = 20_000


class CommitFiles:
    """`PastFiles` of a commit. Texts have the line ends that the repository stores.

    What the commit can't tell, such as a file of a submodule, behind a link or ignored, is as if it were missing,
    and `unsure` is true from then on.
    """

    def __init__(self, repository: Repository, commit: str, root: str) -> None:
        from pygit2 import Commit

        self._repository = repository
        self._tree = repository[commit].peel(Commit).tree
        self._root = root
        self.unsure = False

    def read(self, path: str) -> str | None:
        """The text of a file, or None where the commit has none."""
        from pygit2 import Blob

        found = self._entry(path)
        if not isinstance(found, Blob):
            return None
        if found.size > _LARGEST:
            self.unsure = True
            return None
        try:
            return found.data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def exists(self, path: str) -> bool:
        """Whether the commit has a file or folder of that path."""
        return self._entry(path) is not None

    def root(self, path: str) -> str:  # noqa: ARG002  # there is one
        """The folder of the workspace."""
        return self._root

    def list(self, folder: str) -> list[str]:
        """Paths of the partials at or below a folder."""
        from pygit2 import Tree

        found = self._entry(folder)
        if not isinstance(found, Tree):
            return []
        listed = []
        for path in self._below(found, folder.rstrip("/")):
            listed.append(path)
            if len(listed) == _MOST_LISTED:
                self.unsure = True
                break
        return listed

    def _below(self, tree: Object, folder: str) -> Iterator[str]:
        from pygit2 import Blob, Tree

        assert isinstance(tree, Tree)
        for each in tree:
            path = f"{folder}/{each.name}"
            if isinstance(each, Tree):
                yield from self._below(each, path)
            elif isinstance(each, Blob) and is_partial_file(path):
                yield path

    def _entry(self, path: str) -> Object | None:
        """What the commit has at an absolute path: a file or a folder."""
        from pygit2 import Tree
        from pygit2.enums import FileMode

        if not is_below(path, self._root):
            return None
        name = path_from_top(self._repository, self._root, path)
        if name is None:
            self.unsure = True  # it belongs to another repository, or to none
            return None
        found: Object = self._tree
        for part in name.split("/") if name else ():
            if not isinstance(found, Tree) or part not in found:
                # What Git was told to ignore may have been there all the same.
                self.unsure = self.unsure or self._repository.path_is_ignored(name)
                return None
            found = found[part]
            if found.filemode in (FileMode.LINK, FileMode.COMMIT):
                self.unsure = True
                return None
        return found

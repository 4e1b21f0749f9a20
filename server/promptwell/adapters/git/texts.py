"""The text of a file as Git has it at a commit, a branch or a tag."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from promptwell.adapters.files import decode
from promptwell.adapters.paths import to_path
from promptwell.errors import NotFoundError, UnknownRefError, UsageError
from promptwell.language.text.nearest import nearest

if TYPE_CHECKING:
    from pygit2 import Commit, Repository, Tree

_MOST_LISTED = 20_000
_LARGEST = 50_000_000
_MOST_COMPARED = 200
_SHARE_KEPT = 0.5
# Git takes no fewer letters for the beginning of a commit; libgit2 calls them ambiguous.
_SHORTEST = 4


class GitText(NamedTuple):
    """A file's text at a commit; `path` is what it was called there.

    `text` is as a checkout would write it, with the line ends that git's settings ask for; `stored` is as
    the repository keeps it.
    """

    path: str
    text: str
    stored: str
    commit: str


def text_at(path: str, ref: str, shown: str) -> GitText:
    """The text of a file at a ref; one that was renamed since is found under its old name.

    Args:
        path: the file, absolute; it need not exist any more.
        ref: a commit, a branch, a tag, or anything else that `git rev-parse` knows.
        shown: the path as messages name it.

    Raises:
        NotFoundError: there is no repository, no such ref, or no such file at it; the message
            names the nearest ones.
        FileProblem: it is no text.
        UsageError: the ref is none.
    """
    with asking(path, shown) as repository:
        commit = _commit(repository, ref)
        name = name_in(repository, path, shown)
        found = _text(repository, commit, name, ref, shown)
        if found is None:
            raise NotFoundError(_no_file(commit.tree, name, ref, shown))
        return found


def committed_text(path: str, shown: str) -> GitText | None:
    """The text of a file at the last commit; None for a file that is not in it.

    Raises:
        NotFoundError: there is no repository.
        FileProblem: it is no text.
    """
    with asking(path, shown) as repository:
        if repository.head_is_unborn:
            return None
        name = name_in(repository, path, shown)
        return _text(repository, _commit(repository, "HEAD"), name, "HEAD", shown)


@contextmanager
def asking(path: str, shown: str) -> Iterator[Repository]:
    """The repository around a file; what Git says against reading it becomes a message.

    Raises:
        NotFoundError: there is none, or none that can be read.
    """
    import pygit2  # costs start-up time, and most commands ask Git nothing

    try:
        yield _repository(path, shown)
    except pygit2.GitError as error:
        raise NotFoundError(f"{shown}: Git can't be asked about it: {error}") from error


def _repository(path: str, shown: str) -> Repository:
    import pygit2

    folder = os.path.dirname(path)
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)  # of a file that is gone, its folder may be gone as well
    found = pygit2.discover_repository(folder)
    if found is None:
        raise NotFoundError(
            f"{shown}: this is not in a git repository, so there is nothing to compare it with"
        )
    repository = pygit2.Repository(found)
    if repository.is_bare:
        raise NotFoundError(f"{shown}: the git repository around it has no working files")
    return repository


def _commit(repository: Repository, ref: str) -> Commit:
    from pygit2 import Commit, GitError

    if ".." in ref:
        raise UsageError(f"`{ref}`: give two refs apart: promptwell diff PROMPT REF REF")
    try:
        return repository.revparse_single(ref).peel(Commit)
    except (KeyError, ValueError, GitError) as error:
        several = isinstance(error, ValueError) and "ambiguous" in str(error).lower()
        if several and len(ref) >= _SHORTEST:
            raise UsageError(
                f"`{ref}` may mean several commits; give more of its letters"
            ) from error
        why = _why_no_ref(repository, ref)
        message = why or f"there is no git ref `{ref}`; {_refs_there(repository, ref)}"
        raise UnknownRefError(message, why=why) from error


def _why_no_ref(repository: Repository, ref: str) -> str:
    """What is known about a ref that is not there; "" where it is only the name."""
    if ref == "HEAD" and repository.head_is_unborn:
        return "this git repository has no commit yet, so there is nothing to compare with"
    lead = f"there is no git ref `{ref}`"
    if repository.is_shallow and ("~" in ref or "^" in ref or _is_hash(ref)):
        return f"{lead} in this shallow clone; fetch its past: git fetch --unshallow"
    if "~" in ref or "^" in ref:
        base = ref.replace("^", "~").partition("~")[0]
        if base in repository.references or base in (*short_names(repository), "HEAD"):
            return f"{lead}: the history of `{base}` does not go back that far"
    return ""


def _refs_there(repository: Repository, ref: str) -> str:
    names = ["HEAD", *short_names(repository)]
    close = nearest(ref, names)
    if close:
        return f"did you mean `{close}`?"
    some = ", ".join(f"`{each}`" for each in names[:6])
    return f"there are {some}{' and others' if len(names) > 6 else ''}"


def _is_hash(ref: str) -> bool:
    return len(ref) >= 7 and all(letter in "0123456789abcdef" for letter in ref.lower())


def short_names(repository: Repository) -> list[str]:
    """Branches, tags and branches of remotes, as people write them."""
    leads = ("refs/heads/", "refs/tags/", "refs/remotes/")
    return [
        full.removeprefix(lead)
        for full in repository.references
        for lead in leads
        if full.startswith(lead)
    ]


def name_in(repository: Repository, path: str, shown: str) -> str:
    """The path of a file from the top of the working files of its repository.

    Raises:
        NotFoundError: it is not among them.
    """
    top = to_path(os.path.realpath(repository.workdir)).rstrip("/") + "/"
    folder, leaf = os.path.split(path)
    # The folder may be reached by a link; the file itself may be one, and then that is what Git has.
    real = to_path(os.path.join(os.path.realpath(folder), leaf))
    if not real.startswith(top):
        raise NotFoundError(f"{shown}: this is not among the working files of {top.rstrip('/')}")
    return real[len(top) :]


def _text(
    repository: Repository, commit: Commit, name: str, ref: str, shown: str
) -> GitText | None:
    from pygit2 import Blob

    found = name if name in commit.tree else _renamed(repository, commit, name)
    entry = commit.tree[found] if found is not None else None
    if found is None or not isinstance(entry, Blob):
        return None
    if entry.size > _LARGEST:
        raise UsageError(f"{shown}: at `{ref}` this has {entry.size:,} bytes; that is no prompt")
    return GitText(
        found,
        decode(f"{ref}:{found}", _as_checked_out(entry, found)),
        decode(f"{ref}:{found}", entry.data),
        str(commit.id),
    )


def _as_checked_out(blob: object, name: str) -> bytes:
    """The content with the line ends and filters that the working files have."""
    from pygit2 import Blob, BlobIO

    assert isinstance(blob, Blob)
    with BlobIO(blob, as_path=name) as stream:
        content: bytes = stream.read()
    return content


def _renamed(repository: Repository, commit: Commit, name: str) -> str | None:
    """What a file was called at a commit that is called so in the index or in the folder."""
    from pygit2.enums import DeltaStatus, DiffFind

    diff = commit.tree.diff_to_index(repository.index)
    diff.find_similar(DiffFind.FIND_RENAMES)
    for delta in diff.deltas:
        if delta.status == DeltaStatus.RENAMED and delta.new_file.path == name:
            return str(delta.old_file.path)
    gone = [
        delta.old_file.path
        for delta in commit.tree.diff_to_workdir().deltas
        if delta.status == DeltaStatus.DELETED
    ]
    return _likest(repository, commit, name, gone)


def _likest(repository: Repository, commit: Commit, name: str, gone: Sequence[str]) -> str | None:
    """The file that went whose lines are most like those of a file that Git does not know yet."""
    file = os.path.join(repository.workdir, name)
    alike = [each for each in gone if os.path.splitext(each)[1] == os.path.splitext(name)[1]]
    if not os.path.isfile(file) or not 0 < len(alike) <= _MOST_COMPARED:
        return None
    with open(file, "rb") as stream:
        now = Counter(stream.read().split(b"\n"))
    shares = {}
    for each in alike:
        before = Counter(_as_checked_out(commit.tree[each], each).split(b"\n"))
        shares[each] = (before & now).total() / max(before.total(), now.total())
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= _SHARE_KEPT else None


def _no_file(tree: Tree, name: str, ref: str, shown: str) -> str:
    lead = f"{shown}: there is no such file at `{ref}`"
    names = list(islice(_files(tree), _MOST_LISTED))
    leaf = name.rpartition("/")[2]
    close = [each for each in names if each.rpartition("/")[2] == leaf][:3]
    close = close or get_close_matches(name, names, n=3, cutoff=0.7)
    return f"{lead}; did you mean {' or '.join(f'`{each}`' for each in close)}?" if close else lead


def _files(tree: Tree, above: str = "") -> Iterator[str]:
    from pygit2 import Tree

    for entry in tree:
        name = f"{above}{entry.name}"
        if isinstance(entry, Tree):
            yield from _files(entry, f"{name}/")
        else:
            yield name

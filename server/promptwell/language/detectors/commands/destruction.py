"""Commands that destroy what can't be had back, written so that nobody is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from promptwell.language.detectors.commands.command import Command
from promptwell.language.text.source import Span

_HINTS = (
    *("rm ", "git push", "git reset", "git clean", "destroy", "apply", "delete", "prune", "s3"),
    *("mkfs", "dd ", "drop", "truncate", "Remove-Item", "DROP", "TRUNCATE", "DELETE"),
)
_SQL = re.compile(
    r"\b(?:DROP[ \t]+(?:TABLE|DATABASE|SCHEMA)|TRUNCATE[ \t]+TABLE)\b[ \t]+[^\s;\"']+"
    r"|\bDELETE[ \t]+FROM[ \t]+[^\s;\"']+(?=[ \t]*(?:;|\Z|[\"']))",
    re.IGNORECASE,
)
_FLAG = re.compile(r"-[A-Za-z]+\Z")
_CLIENTS = frozenset({"psql", "mysql", "sqlite3", "sqlcmd", "mariadb", "bq", "snowsql"})
# What `rm -rf` may take: the home, the root, a whole tree of the system, or whatever a bare variable holds.
_WIDE = re.compile(
    r"(?:/|~/?|/\*|~/\*|\*|\.|\./?\*|\.git/?|\$HOME/?\*?|\$\{HOME\}/?\*?"
    r"|/(?:etc|usr|var|home|opt|root|Users|bin|lib)(?:/\*?)?|\$(?!\{?\w*(?:TE?MP|te?mp|TEST|CACHE|BUILD|DIST|OUT))\{?\w+\}?/?\*?)\Z"
)


class Destruction(NamedTuple):
    """A destructive command: where, and what it does."""

    span: Span
    does: str
    command: Command


def destructions(commands: tuple[Command, ...]) -> Iterator[Destruction]:
    """The destructive commands among those given, in the order of the text."""
    for command in commands:
        if not any(hint in command.text for hint in _HINTS):
            continue
        for words in command.simple():
            does = _judge([word.said for word in words])
            if does:
                span = command.place(words[0].start, words[-1].end)
                yield Destruction(span, does, command)


def _judge(words: list[str]) -> str:
    name = words[0].rpartition("/")[2]
    judge = _JUDGES.get(name)
    if judge is not None:
        return judge(words, _flags(words))
    if name.startswith("mkfs"):
        return "formats a disk"
    if name in _CLIENTS:
        statement = next((found for word in words[1:] if (found := _SQL.search(word))), None)
        return "deletes data of a database" if statement else ""
    return ""


def _flags(words: list[str]) -> frozenset[str]:
    """The options, those of one letter taken apart: `-rf` is `-r` and `-f`."""
    found = set()
    for word in words:
        if _FLAG.match(word):
            found |= {f"-{letter}" for letter in word[1:]}
        if word.startswith("-"):
            found.add(word.partition("=")[0])
    return frozenset(found)


def _rm(words: list[str], flags: frozenset[str]) -> str:
    recursive = flags & {"-r", "-R", "--recursive"}
    if not recursive or not flags & {"-f", "--force"}:
        return ""
    targets = [word for word in words[1:] if not word.startswith("-")]
    wide = next((target for target in targets if _WIDE.match(target)), None)
    return f"deletes all of `{wide}`" if wide else ""


def _git(words: list[str], flags: frozenset[str]) -> str:
    arguments = [word for word in words[1:] if not word.startswith("-")]
    action = arguments[0] if arguments else ""
    if action == "push" and flags & {"-f", "--force"}:
        return "overwrites the history of a remote branch"
    if action == "push" and "--mirror" in flags:
        return "overwrites all of a remote"
    if action == "reset" and "--hard" in flags:
        return "throws away changes that are not committed"
    if action == "clean" and flags & {"-f", "--force"} and "-n" not in flags:
        return "deletes files that are not in the repository"
    return ""


def _terraform(words: list[str], flags: frozenset[str]) -> str:
    if not flags & {"-auto-approve", "--auto-approve", "-force"}:
        return ""
    if "destroy" in words:
        return "destroys what the configuration describes"
    return "changes the infrastructure" if "apply" in words else ""


def _pulumi(words: list[str], flags: frozenset[str]) -> str:
    return "destroys a stack" if "destroy" in words and flags & {"--yes", "-y"} else ""


def _kubectl(words: list[str], flags: frozenset[str]) -> str:
    if "delete" not in words:
        return ""
    kinds = set(words) & {"ns", "namespace", "namespaces", "pv", "pvc", "crd"}
    if kinds or flags & {"--all", "--all-namespaces"}:
        return "deletes whole sets of resources of a cluster"
    return ""


def _cloud(words: list[str], flags: frozenset[str]) -> str:
    deletes = {"delete", "purge", "delete-stack", "terminate-instances", "delete-db-instance"}
    if flags & {"--yes", "-y", "--quiet", "-q", "--force", "--skip-final-snapshot"}:
        return "deletes resources of a cloud" if set(words) & deletes else ""
    return ""


def _aws(words: list[str], flags: frozenset[str]) -> str:
    if "s3" in words and "rb" in words and "--force" in flags:
        return "deletes a bucket with all that is in it"
    if "s3" in words and "rm" in words and "--recursive" in flags:
        return "deletes all objects below a path"
    return _cloud(words, flags)


def _gh(words: list[str], flags: frozenset[str]) -> str:
    deletes = "delete" in words and bool(set(words) & {"repo", "release"})
    return "deletes on GitHub" if deletes and flags & {"--yes", "-y", "--confirm"} else ""


def _docker(words: list[str], flags: frozenset[str]) -> str:
    if "prune" in words and flags & {"-f", "--force"} and flags & {"--volumes", "-a", "--all"}:
        return "deletes images, containers or volumes that are not in use"
    return ""


def _dd(words: list[str], _: frozenset[str]) -> str:
    return "overwrites a disk" if any(word.startswith("of=/dev/") for word in words) else ""


def _remove_item(words: list[str], _: frozenset[str]) -> str:
    lowered = {word.lower() for word in words}
    targets = [word for word in words[1:] if not word.startswith("-")]
    if {"-recurse", "-force"} <= lowered and any(
        re.match(r"(?:[A-Za-z]:[\\/]?\*?|\$HOME|\$env:\w+|[\\/~]\*?)\Z", target)
        for target in targets
    ):
        return "deletes a whole tree"
    return ""


_JUDGES: dict[str, Callable[[list[str], frozenset[str]], str]] = {
    "rm": _rm,
    "git": _git,
    "terraform": _terraform,
    "tofu": _terraform,
    "terragrunt": _terraform,
    "pulumi": _pulumi,
    "kubectl": _kubectl,
    "az": _cloud,
    "gcloud": _cloud,
    "aws": _aws,
    "gh": _gh,
    "docker": _docker,
    "dd": _dd,
    "Remove-Item": _remove_item,
}

"""Commands that run a package of whatever version its registry offers at that time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from promptwell.language.detectors.commands.command import Command
from promptwell.language.detectors.commands.shell_words import Word
from promptwell.language.text.source import Span

CHECKED = "2026-11-29"

_DIGIT = re.compile(r"\d")
_HASHED = re.compile(r"@sha256:")
# Options of `docker run` that take no value of their own.
_ALONE = frozenset(
    ("-i", "-t", "-it", "-ti", "-d", "--rm", "--init", "--interactive", "--tty", "--detach",
     "--privileged", "--read-only")
)  # fmt: skip
_RUNNERS = {
    "npx": 1,
    "bunx": 1,
    "uvx": 1,
}
_TWO_WORDS = {
    ("pnpm", "dlx"),
    ("yarn", "dlx"),
    ("npm", "exec"),
    ("bun", "x"),
    ("pipx", "run"),
    ("docker", "run"),
    ("podman", "run"),
}
_HINTS = ("npx", "bunx", "uvx", "dlx", "npm exec", "bun x", "pipx", "docker", "podman")


class UnpinnedPackage(NamedTuple):
    """A package without a version: its name as written, where, and what runs it."""

    span: Span
    name: str
    runner: str
    command: Command


def unpinned_packages(commands: tuple[Command, ...]) -> Iterator[UnpinnedPackage]:
    """The packages without a version in commands that a tool runs by itself, in the order of the text."""
    for command in commands:
        if not command.is_run or not any(hint in command.text for hint in _HINTS):
            continue
        for words in command.simple():
            found = _package(command, words)
            if found is not None:
                word, runner = found
                span = command.place(word.start, word.end)
                yield UnpinnedPackage(span, word.said, runner, command)


def _package(command: Command, words: tuple[Word, ...]) -> tuple[Word, str] | None:
    first = words[0].said.rpartition("/")[2].removesuffix(".cmd").removesuffix(".exe")
    second = words[1].said if len(words) > 1 else ""
    if first in _RUNNERS:
        runner, arguments = first, words[1:]
    elif (first, second) in _TWO_WORDS:
        runner, arguments = f"{first} {second}", words[2:]
    else:
        return None
    if first in ("docker", "podman"):
        image = _image(arguments)
        return None if image is None or _is_pinned_image(image.said) else (image, runner)
    options = {word.said for word in arguments if word.said.startswith("-")}
    package = _named(arguments)
    if package is None or _is_pinned(package.said):
        return None
    # Without `-y`, npx takes what the project has installed, at the version of its lock file.
    local = (
        command.how != "server"
        and runner in ("npx", "npm exec")
        and not options & {"-y", "--yes", "-p", "--package"}
    )
    return None if local and "@latest" not in package.said else (package, runner)


def _named(arguments: tuple[Word, ...]) -> Word | None:
    for index, word in enumerate(arguments):
        if word.said in ("-p", "--package", "--from", "--spec") and index + 1 < len(arguments):
            return arguments[index + 1]
        if word.said.startswith(("--package=", "--from=")):
            return Word(word.said.partition("=")[2], word.start, word.end)
    skip = False
    for word in arguments:
        if skip or word.said.startswith("-"):
            skip = word.said in ("--python", "--with", "--registry", "--index-url", "--cache")
            continue
        return word
    return None


def _image(arguments: tuple[Word, ...]) -> Word | None:
    skip = False
    for word in arguments:
        if skip:
            skip = False
        elif word.said.startswith("-"):
            skip = "=" not in word.said and word.said not in _ALONE
        else:
            return word
    return None


def _is_pinned(name: str) -> bool:
    if name.startswith((".", "/", "$", "~", "<", "{")) or not re.match(r"[@\w]", name):
        return True  # a path, a variable or a placeholder: nothing is known of it
    version = re.search(r"(?<=.)@([^@/]+)\Z|[=~]=(.+)\Z", name)
    if name.startswith("git+") or "://" in name:
        return bool(re.search(r"@[0-9a-f]{12,40}\b", name))
    return version is not None and bool(_DIGIT.search(version[1] or version[2]))


def _is_pinned_image(image: str) -> bool:
    if image.startswith(("$", "<", "{")) or _HASHED.search(image):
        return True
    tag = image.rpartition("/")[2].partition(":")[2]
    return bool(tag) and tag != "latest"

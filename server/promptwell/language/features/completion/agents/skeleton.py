"""The beginning of an agent file in which nothing is written yet."""

from __future__ import annotations

from collections.abc import Iterator

from promptwell.language.detectors.agent_keys import profile_of
from promptwell.language.features.completion.item import CompletionItem, snippet_text
from promptwell.language.features.completion.site import Site
from promptwell.language.features.completion.skeleton import blank_line
from promptwell.language.semantics.agent_names import plain_name
from promptwell.language.text.source import Span


def agent_skeleton(site: Site) -> Iterator[CompletionItem]:
    """The front matter that the file's tool wants, and first words where the file holds no text."""
    profile = profile_of(site.document)
    line = blank_line(site)
    if profile is None or not profile.begins or line is None:
        return
    holes = [
        (key, hole or plain_name(site.document.path) or "name") for key, hole in profile.begins
    ]
    keys = "".join(f"{key}: {hole}\n" for key, hole in holes)
    asked = "".join(
        f"{key}: ${{{number}:{snippet_text(hole)}}}\n"
        for number, (key, hole) in enumerate(holes, 1)
    )
    rest = site.document.text[line.end :]
    words = "" if rest.strip() else profile.first_words
    plain, snippet = f"---\n{keys}---\n{words}", f"---\n{asked}---\n{snippet_text(words)}$0"
    if rest.startswith(("\n", "\r")):
        plain = plain.removesuffix("\n")
    elif words:
        plain, snippet = f"{plain}\n", f"{snippet}\n"
    yield CompletionItem(
        "---",
        "snippet",
        Span(line.start, line.end),
        plain,
        f"front matter of a new {profile.noun}",
        "",
        snippet,
        0,
        origin=f"new {profile.noun}",
    )

"""What the rules say of one prompt file as it would be."""

from __future__ import annotations

import os
from collections.abc import Iterator

from promptwell.adapters.clock import today
from promptwell.adapters.paths import to_path
from promptwell.bootstrap import Workspace
from promptwell.domain.prompts.ports import Found
from promptwell.settings.rule_levels import rule_settings

# There is no file in it, so that a text that stands in no folder includes nothing.
NO_FOLDER = to_path(os.devnull)


def findings(root: str, path: str, text: str) -> Iterator[Found]:
    """The findings in a file of a workspace, or of none, that would have this text."""
    from promptwell.adapters.tokenizers import RankTokenizers
    from promptwell.services.checking import analyze_files
    from promptwell.services.packed_diagnostics import unpack

    folder = root or NO_FOLDER
    absolute = f"{folder}/{path}"
    known = () if root else (absolute,)
    workspace = Workspace(folder, open_texts={absolute: text}, known=known)
    day = today()
    analyses = analyze_files(
        [absolute],
        workspace.project,
        RankTokenizers("on-demand"),
        lambda each: rule_settings(workspace.settings.at(each), each, day),
    )
    for analysis in analyses:
        for each in unpack(analysis.diagnostics):
            line = text.count("\n", 0, each.span.start) + 1
            yield Found(each.rule, each.group, line, each.message)

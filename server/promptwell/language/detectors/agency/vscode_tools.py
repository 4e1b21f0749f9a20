"""What the tools of VS Code and GitHub Copilot can do, by their names of today and those of before."""

from __future__ import annotations

from promptwell.language.detectors.agency.capability import NONE, ToolTable, can

_READ = can("read")
_WRITE = can("write")
_RUN = can("run")
_WEB = can("untrusted", "request")

TABLE = ToolTable(
    "VS Code",
    checked="2026-11-29",
    sources=(
        "code.visualstudio.com/docs/agents/reference/tools-reference",
        "code.visualstudio.com/docs/chat/chat-tools",
    ),
    tools={
        "agent": NONE,
        "agent/": NONE,
        "browser": _WEB,
        "changes": _READ,
        "codebase": _READ,
        "custom-agent": NONE,
        "edit": _WRITE,
        "edit/": _WRITE,
        "editfiles": _WRITE,
        "execute": _RUN,
        "execute/": _RUN,
        "extensions": NONE,
        "fetch": _WEB,
        "findtestfiles": _READ,
        "githubrepo": can("untrusted"),
        "new": _WRITE,
        "opensimplebrowser": NONE,
        "problems": _READ,
        "read": _READ,
        "read/": _READ,
        "runcommands": _RUN,
        "runcommands/": _RUN,
        "runinterminal": _RUN,
        "runnotebooks": _RUN,
        "runsubagent": NONE,
        "runtasks": _RUN,
        "runtests": _RUN,
        "search": _READ,
        "search/": _READ,
        "searchresults": _READ,
        "shell": _RUN,
        "terminalcommand": _RUN,
        "terminallastcommand": _READ,
        "terminalselection": _READ,
        "testfailure": _READ,
        "think": NONE,
        "todo": NONE,
        "todos": NONE,
        "usages": _READ,
        "vscode": NONE,
        "vscode/": NONE,
        "vscodeapi": NONE,
        "web": _WEB,
        "web/": _WEB,
    },
)

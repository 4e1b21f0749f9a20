"""What the tools of Claude Code can do."""

from __future__ import annotations

from promptwell.language.detectors.agency.capability import NONE, ToolTable, can

_READ = can("read")
_WRITE = can("write")
_RUN = can("run")

TABLE = ToolTable(
    "Claude Code",
    checked="2026-11-29",
    sources=(
        "code.claude.com/docs/en/tools-reference",
        "code.claude.com/docs/en/permissions",
    ),
    tools={
        "agent": NONE,
        "askuserquestion": NONE,
        "bash": _RUN,
        "bashoutput": NONE,
        "edit": _WRITE,
        "exitplanmode": NONE,
        "glob": _READ,
        "grep": _READ,
        "killshell": NONE,
        "listmcpresourcestool": NONE,
        "ls": _READ,
        "lsp": _READ,
        "multiedit": _WRITE,
        "notebookedit": _WRITE,
        "notebookread": _READ,
        "powershell": _RUN,
        "read": _READ,
        "readmcpresourcetool": NONE,
        "sendmessage": NONE,  # to another agent of the same session
        "skill": NONE,
        "slashcommand": NONE,
        "task": NONE,
        "taskcreate": NONE,
        "taskget": NONE,
        "tasklist": NONE,
        "taskupdate": NONE,
        "todowrite": NONE,
        "webfetch": can("untrusted", "request"),
        "websearch": can("untrusted"),
        "write": _WRITE,
    },
)

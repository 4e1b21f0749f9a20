"""The MCP server: the operations that AI agents need, as tools, prompts and resources.

tools/       one file per tool: what agents read about it, what it takes and gives
prompts.py   the repository's prompts as MCP prompts
resources.py and as resources
server.py    registers all of it with the SDK; the only file that knows `mcp`
command.py   `promptwell mcp`
"""

"""The MCP server; it comes with a later issue."""

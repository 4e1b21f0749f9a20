"""Rules about Markdown files of coding agents: what their tools drop, refuse or don't find."""

"""The index of a workspace: summaries of its files, made in a process of its own and kept."""

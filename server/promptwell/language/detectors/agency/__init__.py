"""What an agent may do: the tools that its file grants, and what each of them can do."""

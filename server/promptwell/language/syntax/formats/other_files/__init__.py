"""Files that formats read beside prompts, and that hold none."""

"""What is written in a prompt file: its parts, exactly where they stand."""

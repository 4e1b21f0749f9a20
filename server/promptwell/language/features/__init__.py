"""What an editor asks about a prompt file, answered in offsets: completion, hover, rename and the rest."""

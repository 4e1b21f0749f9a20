"""What an editor asks about a file, one function per question, over a snapshot of the workspace.

Places are offsets in the text of the snapshot. A file that is no prompt gets the empty answer.
"""

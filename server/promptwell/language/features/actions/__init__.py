"""What an editor can do about a place: fixes of findings, and changes of the file, one file for each."""

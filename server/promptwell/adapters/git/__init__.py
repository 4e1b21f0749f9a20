"""What Git knows about a workspace, read without starting git."""

"""The rows of one transaction, a file for each port."""

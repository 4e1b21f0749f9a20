"""What the product can do: one function per operation, one file per area."""

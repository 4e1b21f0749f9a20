"""What `.prompt` files of several tools are told apart by, and how they are cut into parts."""

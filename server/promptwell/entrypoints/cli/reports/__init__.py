"""What `promptwell check` found, in the forms that people and programs read: one form, one file."""

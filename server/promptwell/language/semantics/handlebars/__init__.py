"""What the names of a Handlebars template mean."""

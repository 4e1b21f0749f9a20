"""What can be written at a place: names, attributes, filters, tags, keys, values, paths, roles."""

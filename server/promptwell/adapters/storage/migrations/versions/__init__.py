"""One file for each step of the schema, in order: `v0001_...`, `v0002_...`; none is changed after a release."""

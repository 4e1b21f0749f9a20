"""Mustache templates, as Prompty runs them where `template.format.kind` is `mustache`."""

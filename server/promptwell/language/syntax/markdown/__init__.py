"""The little of Markdown that prompts need: where code stands, where links lead."""

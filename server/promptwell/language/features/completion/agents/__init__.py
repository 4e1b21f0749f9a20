"""What is offered in the Markdown files of coding agents."""

"""Rules about the front matter, the template's syntax and the files a prompt names."""

"""How each part of a Prompty v1 front matter is said in version 2."""

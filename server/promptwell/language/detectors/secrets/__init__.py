"""Secrets in a text: tokens of known formats, private keys, credentials in addresses and settings."""

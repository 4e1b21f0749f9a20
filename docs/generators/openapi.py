"""The OpenAPI document of the operations."""

from __future__ import annotations

import json

from promptwell.entrypoints.rest.document import openapi_document
from promptwell.entrypoints.rest.routes import served

SCHEMA = "schemas/openapi.json"


def generate() -> dict[str, str]:
    """The document with all operations, those of one user's engine as well."""
    document = openapi_document(served(team=False))
    return {SCHEMA: json.dumps(document, indent=2, ensure_ascii=False) + "\n"}

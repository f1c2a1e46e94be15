"""OpenAPI documents as types: 3.0, 3.1 and Swagger 2 (language specification 4.12).

Pure: a document is the mapping its caller has read. What is no document gives none, and what
cannot be understood inside one is `any`, so that nothing is reported because of it.
"""

from __future__ import annotations

from reqon_language.model.openapi.document import Document, read_document
from reqon_language.model.openapi.operations import Operation, Parameter, Place

__all__ = ["Document", "Operation", "Parameter", "Place", "read_document"]

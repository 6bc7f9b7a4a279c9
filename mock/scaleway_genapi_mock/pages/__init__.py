"""Pages for people: the document at `/docs`, the journal and a sender at `/__mock__/ui`.

Everything on them comes from this server; nothing is fetched from elsewhere, and a content
security policy holds the browser to that. Loaded when a page is asked for.
"""

PAGES = frozenset(
    {
        "/docs",
        "/docs/docs.css",
        "/docs/redoc.js",
        "/openapi.json",
        "/openapi.yaml",
        "/__mock__/ui",
        "/__mock__/ui.css",
        "/__mock__/ui.js",
        "/__mock__/live",
        "/__mock__/operations",
    }
)
"""Paths that are answered by a page, unless the document has an operation there."""

"""The handlers: convert, ask the core, convert back. Each file's FEATURES are the requests that it answers."""

from . import completion, diagnosing, documents, hover, refactoring

FEATURES = (
    *documents.FEATURES,
    *diagnosing.FEATURES,
    *completion.FEATURES,
    *hover.FEATURES,
    *refactoring.FEATURES,
)

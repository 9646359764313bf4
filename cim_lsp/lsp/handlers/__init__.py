"""The handlers: convert, ask the core, convert back. Each file's FEATURES are the requests that it answers."""

from . import (
    commands,
    completion,
    diagnosing,
    documents,
    formatting,
    hover,
    navigation,
    refactoring,
    structure,
    workspace,
)

FEATURES = (
    *workspace.FEATURES,
    *documents.FEATURES,
    *diagnosing.FEATURES,
    *completion.FEATURES,
    *hover.FEATURES,
    *structure.FEATURES,
    *formatting.FEATURES,
    *refactoring.FEATURES,
    *navigation.FEATURES,
)
COMMANDS = commands.COMMANDS

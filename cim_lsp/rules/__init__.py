"""The catalogue: one file a rule, named after its code; its docstring is its manual."""

from __future__ import annotations

from ..diagnostics import Rule
from . import (
    bad_configuration,
    broken_ignore,
    dependency_cycle,
    deprecated_key,
    duplicate_id,
    duplicate_key,
    duplicate_name,
    future_id,
    id_changed,
    id_style,
    invalid_id,
    invalid_value,
    merge_conflict,
    missing_key,
    name_style,
    syntax_error,
    unknown_key,
    unreadable_file,
    unresolved_link,
    unresolved_reference,
    version_mismatch,
    weak_purpose,
    wrong_type,
)

RULES: tuple[Rule, ...] = (
    unreadable_file.RULE,
    bad_configuration.RULE,
    merge_conflict.RULE,
    syntax_error.RULE,
    duplicate_key.RULE,
    missing_key.RULE,
    unknown_key.RULE,
    deprecated_key.RULE,
    wrong_type.RULE,
    invalid_value.RULE,
    invalid_id.RULE,
    id_style.RULE,
    future_id.RULE,
    name_style.RULE,
    weak_purpose.RULE,
    unresolved_link.RULE,
    duplicate_id.RULE,
    duplicate_name.RULE,
    id_changed.RULE,
    unresolved_reference.RULE,
    version_mismatch.RULE,
    dependency_cycle.RULE,
    broken_ignore.RULE,
)
"""Every rule, in the order in which a reader best meets them."""

OF_PROJECTS = frozenset(
    rule.CODE
    for rule in (duplicate_id, duplicate_name, id_changed, unresolved_reference, version_mismatch, dependency_cycle)
)
"""The rules that have nothing to say of a document by itself."""

BY_CODE = {rule.code: rule for rule in RULES}

BY_SCHEMA = frozenset(
    rule.RULE.code
    for rule in (
        syntax_error, duplicate_key, missing_key, unknown_key, deprecated_key, wrong_type, invalid_value, invalid_id,
    )
)  # fmt: skip
"""What any YAML server says that has our schemas; in its own words, and at places of its own."""


def manual_url(code: str) -> str:
    """Where a rule's manual is published."""
    return f"https://github.com/cim-lsp/cim-lsp/blob/main/docs/reference.md#{code}"

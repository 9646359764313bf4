"""The manual of a rule, and the list of them all, for `--explain`."""

from __future__ import annotations

from ..diagnostics import Rule
from ..rules import BY_CODE, RULES, manual_url


def catalogue() -> str:
    """Every rule with its severity and what it says, one a line."""
    longest = max(map(len, BY_CODE))
    return "".join(f"{rule.code:<{longest}}  {rule.severity.word:<7}  {rule.summary}\n" for rule in RULES)


def manual(code: str) -> str | None:
    """A rule's manual in Markdown; None for a code that no rule has."""
    rule = BY_CODE.get(code)
    return rule and _page(rule)


def nearest(code: str) -> list[str]:
    """The codes that are most like one that there isn't."""
    import difflib  # noqa: PLC0415 - only a mistake pays for it

    return difflib.get_close_matches(code, BY_CODE, cutoff=0.5)


def _page(rule: Rule) -> str:
    head = f"# {rule.code}\n\n{rule.summary} (default severity: {rule.severity.word})"
    return f"{head}\n\n{rule.manual}\n\n{manual_url(rule.code)}\n"

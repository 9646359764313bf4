"""Modules that depend on one another in a circle.

None of them can be built, started or understood without all of them. Each cycle is reported once, on the reference in
the module whose path sorts last; the others are shown along with it.

```yaml
module:
  name: ledger
  dependencies: [billing]    # and billing depends on ledger
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ..cycles import Cycle
from ..diagnostics import Diagnostic, Related, Rule, Severity
from ..evidence import Evidence

CODE = "dependency-cycle"
_SHOWN = 8
"""Of a longer cycle only so many names are told; all of its places are."""


def check(evidence: Evidence) -> Iterator[Diagnostic]:
    mentions = {(mention.member, mention.number): mention for mention in evidence.mentions}
    for member, _ in evidence.members():
        for cycle in evidence.project.cycles_closed_by(member):
            _, index = cycle[0]
            if mention := mentions.get((member.index, index)):
                names = [_name(evidence, cycle, number) for number in range(len(cycle))]
                related = tuple(_related(evidence, cycle, names))
                yield Diagnostic(CODE, Severity.ERROR, mention.span, _message(names), related)


def _message(names: list[str]) -> str:
    if len(names) == 1:
        return f"`{names[0]}` depends on itself"
    around = names if len(names) <= _SHOWN else [*names[: _SHOWN - 1], f"{len(names) - _SHOWN + 1} more"]
    return f"these modules depend on one another: {' → '.join((*around, names[0]))}"


def _related(evidence: Evidence, cycle: Cycle, names: list[str]) -> Iterator[Related]:
    """The other references around the cycle, in its order."""
    for number, (place, index) in enumerate(cycle[1:], 1):
        if found := evidence.mentioned(evidence.project.member(place), index):
            document, mention = found
            message = f"`{names[number]}` depends on `{names[(number + 1) % len(names)]}`"
            yield Related(mention.span, message, document)


def _name(evidence: Evidence, cycle: Cycle, number: int) -> str:
    """The name of a module in a cycle; what it is referred to by, where it has none."""
    member = evidence.project.member(cycle[number][0])
    before, index = cycle[number - 1]
    return member.name or evidence.project.member(before).references[index].text


RULE = Rule.of(CODE, Severity.ERROR, __doc__, check)

"""What the advice has found, as claims that the rules of duties may ask about."""

from dimmer.core.law.columns import found
from dimmer.core.law.expression import Compiled
from dimmer.core.law.view import Scope, View

FOUND = "advice"  # stands among the facts of a claim that turns on what the advice has found

# claim: what its answer depends on
FINDINGS: dict[str, Scope] = {
    "advice.shares": Scope.CASE,  # something that identifies somebody is to be shared
    "advice.gives": Scope.CASE,  # something is to be given, if only what identifies nobody
    "advice.withholds": Scope.CASE,
    "advice.asks": Scope.CASE,  # somebody's agreement would open something
    "advice.unclear": Scope.CASE,  # a fact or advice is wanting
    "advice.shares_nothing": Scope.CASE,
    "advice.shares_about": Scope.PERSON,
    "advice.asks_person": Scope.PERSON,
    "advice.keeps_intimate": Scope.PERSON,  # something only full light shows is kept back
    "advice.refused_by": Scope.PERSON,  # withheld because this person said no
    "advice.shares_without_consent": Scope.PERSON,
    "advice.shares_with": Scope.RECIPIENT,
    "advice.shares_item": Scope.ITEM,
}


def findings() -> dict[str, Compiled]:
    """The claims, compiled: each is yes or no, and nothing where the advice stands unfinished."""
    return {name: _finding(name, scope) for name, scope in FINDINGS.items()}


def _finding(name: str, scope: Scope) -> Compiled:
    match scope:
        case Scope.PERSON:

            def ask(view: View) -> int:
                return 2 if (name, view.p) in view.findings else 0

        case Scope.RECIPIENT:

            def ask(view: View) -> int:
                return 2 if (name, view.r) in view.findings else 0

        case Scope.ITEM:

            def ask(view: View) -> int:
                return 2 if (name, view.i) in view.findings else 0

        case _:

            def ask(view: View) -> int:
                return 2 if (name, 0) in view.findings else 0

    return Compiled(ask, scope, frozenset({FOUND}), name, found(name))

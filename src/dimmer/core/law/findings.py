"""What the advice has found, as claims that the rules of duties may ask about."""

from collections.abc import Callable

from dimmer.core.law.expression import Compiled, asked_of, meaning_of
from dimmer.core.law.paths import Path
from dimmer.core.law.schema import Kind
from dimmer.core.law.view import Scope, View

FOUND = "advice"  # stands among the facts of a claim that turns on what the advice has found

# claim: what its answer depends on
FINDINGS: dict[str, Scope] = {
    "advice.shares": Scope.CASE,  # something that identifies somebody is to be shared
    "advice.gives": Scope.CASE,  # something is to be given, if only what identifies nobody
    "advice.asks": Scope.CASE,  # somebody's agreement would open something
    "advice.unclear": Scope.CASE,  # a fact or advice is wanting
    "advice.shares_nothing": Scope.CASE,
    "advice.rests_on_doubt": Scope.CASE,  # nothing surer than a row of low confidence opens some gate
    "advice.shares_about": Scope.PERSON,
    "advice.asks_person": Scope.PERSON,
    "advice.keeps_intimate": Scope.PERSON,  # something only full light shows is kept back
    "advice.refused_by": Scope.PERSON,  # withheld because this person said no
    "advice.shares_without_consent": Scope.PERSON,
    "advice.shares_with": Scope.RECIPIENT,
}


_ROW: dict[Scope, Callable[[View], int]] = {
    Scope.PERSON: lambda view: view.p,
    Scope.RECIPIENT: lambda view: view.r,
    Scope.CASE: lambda _: 0,
}


def _path(name: str, scope: Scope) -> Path:
    row = _ROW[scope]
    return Path(scope, Kind.TRUTH, lambda view: (name, row(view)) in view.findings, facts=(FOUND,))


PATHS = {name: _path(name, scope) for name, scope in FINDINGS.items()}


def findings() -> dict[str, Compiled]:
    """The claims, compiled: each is yes or no, and nothing where the advice stands unfinished."""
    return {
        name: asked_of(path, lambda value: 2 if value else 0, name, meaning_of(name))
        for name, path in PATHS.items()
    }

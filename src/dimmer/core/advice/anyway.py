"""Who is told and not asked: those about whom something is shared whatever they say."""

from dimmer.core.advice.answer import Advice
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.answer import Answer
from dimmer.core.law.facts import Facts
from dimmer.core.law.view import View

_TERM = "shares-anyway"


def shared_anyway(advice: Advice, facts: Facts, lawbook: Lawbook) -> frozenset[tuple[str, str]]:
    """The people and recipients between whom consent is closed: to ask them would mislead.

    Only where something about the person is really given to the recipient, and only where it is sure
    that a no would not have stopped it.
    """
    claim = lawbook.terms[_TERM]
    people = {person.id: at for at, person in enumerate(facts.people)}
    recipients = {recipient.name: at for at, recipient in enumerate(facts.recipients)}
    view = View(facts)
    found = set()
    for route in advice.routes:
        view.at_recipient(recipients[route.recipient])
        view.at_person(people[route.person])
        for at, item in enumerate(facts.items):
            view.at_item(at)
            for category in set(item.categories) & set(route.categories):
                view.at_category(category)
                if route.person in item.about and claim.ask(view) == Answer.YES:
                    found.add((route.person, route.recipient))
    return frozenset(found)

"""The reference page of cases: every story of our own, its facts in a line, and the advice on it, kept."""

from collections.abc import Iterable, Iterator

from dimmer.core.advice import Advice
from dimmer.core.advice.lawbook import Lawbook
from dimmer.core.law.facts import Facts, Person
from dimmer.lawbook.stories import Story, told

_HEAD = """\
# Cases

Stories on which the lawbook is tried: who holds what about whom, for whom and why, and the advice on it.
Nobody in them is real; each names who says that it must be so. What must be open, shut, shared or owed stands in
`src/dimmer/lawbook/cases`, and `make cases` judges it. Below each story is the whole of what the advice says
today, so that a changed row of the lawbook shows here in every story that it changes: read those before
committing. `make mutate-law` tries whether every row is missed when it goes.
"""


def cases_page(advised: Iterable[tuple[Story, Advice]], book: Lawbook) -> str:
    """The page, in Markdown: by what the information is for, then by id."""
    by_purpose: dict[str, list[tuple[Story, Advice]]] = {}
    elsewhere: dict[str, list[tuple[Story, Advice]]] = {}
    for story, advice in advised:
        name, _, other = story.id.partition("-")
        if other:
            elsewhere.setdefault(name, []).append((story, advice))
        else:
            by_purpose.setdefault(story.facts.purpose.kinds[0], []).append((story, advice))
    purposes = book.vocabulary.group("purposes")
    lines = [_HEAD]
    for purpose, label in purposes.items():
        if purpose in by_purpose:
            lines += [f"## {label[0].upper()}{label[1:]}", ""]
            for story, advice in by_purpose[purpose]:
                lines += _entry(story, advice, elsewhere.get(story.id, []), book)
    return "\n".join(lines)


def _entry(
    story: Story, advice: Advice, elsewhere: list[tuple[Story, Advice]], book: Lawbook
) -> Iterator[str]:
    outcome, *lines = told(advice)
    yield f"### {story.id}: {story.title}"
    yield ""
    yield facts_in_a_line(story.facts)
    yield ""
    yield f"**{book.vocabulary.label('outcomes', outcome)}** Source: {story.source}."
    yield ""
    yield from (f"- {line}" for line in lines)
    for other, said in elsewhere:
        changed = [line for line in told(said) if line not in (outcome, *lines)]
        where = f"{other.facts.nation}, {other.facts.date}"
        yield f"- in {where}: the same{', but for' * bool(changed)}"
        yield from (f"  - {line}" for line in changed)
    yield ""


def facts_in_a_line(facts: Facts) -> str:
    """Who holds what about whom, for whom and what for, in the codes of the facts."""
    to = ", ".join(recipient.name for recipient in facts.recipients)
    items = "; ".join(
        f"{at} {', '.join(item.categories)} of {', '.join(item.about)}"
        for at, item in enumerate(facts.items, 1)
    )
    asked = f", asked by {facts.request.form}" if facts.request else ""
    return (
        f"{facts.nation}, {facts.date}: {facts.holder.kind} to {to}, for {', '.join(facts.purpose.kinds)}{asked}; "
        f"risk {facts.risk.level}, {facts.risk.urgency}. {', '.join(map(_person, facts.people))}. Items: {items}."
    )


def _person(person: Person) -> str:
    said = [person.role] if person.role != person.id else []
    said += [str(person.age)] if person.age is not None else []
    said += [person.consent] if person.consent else []
    return f"{person.id} ({', '.join(said)})" if said else person.id

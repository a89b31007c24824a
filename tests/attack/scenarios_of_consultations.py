"""The scenarios (see scenarios.py) of advice without a name, its pages, and one question for every stage of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from attack.scenario import Act, Cast, Scenario, Twice
from dimmer.apps.agencies.models import Practitioner, Team
from dimmer.apps.consultations import actions, queries
from dimmer.apps.consultations.models import Precedent
from dimmer.apps.consultations.queries import ConsultationRead, PrecedentRead
from dimmer.apps.vault import actions as vault
from stage import NOW, raised, reading

TEN = timedelta(minutes=10)
WORDS = {"situation": "An adult is hit", "advice": "Ask again, alone", "topics": ["neglect"]}


def asked(cast: Cast, words: str = "May I tell anybody?", *, by: str = "amina") -> UUID:
    """A question that waits for the lead."""
    asker: Practitioner = getattr(cast, by)
    with reading(asker):
        made = actions.ask(
            token=uuid4(), by=asker, first=cast.leila.team, question=words, topics=["neglect"], within=TEN, at=NOW
        )  # fmt: skip
    return made.pk


def read(pk: UUID, who: Practitioner) -> ConsultationRead:
    """The question as somebody opens it."""
    with reading(who):
        return queries.consultation(pk, reader=who)


def accepted(cast: Cast, words: str = "May I tell anybody?") -> UUID:
    """A question that the lead has accepted."""
    pk = asked(cast, words)
    found = read(pk, cast.leila)
    with reading(cast.leila):
        actions.accept(found, by=cast.leila, at=NOW)
    return pk


def answered(cast: Cast, words: str = "May I tell anybody?") -> UUID:
    """A question with its answer."""
    pk = accepted(cast, words)
    found = read(pk, cast.leila)
    with reading(cast.leila):
        actions.answer(found, advice=words, name_them=False, by=cast.leila, at=NOW)
    return pk


def suggested(cast: Cast, words: str = "May I tell anybody?") -> UUID:
    """An answer from which others may learn, if the side that asked says so."""
    pk = answered(cast, words)
    found = read(pk, cast.leila)
    said = {"situation": words, "advice": words, "topics": ["neglect"]}
    with reading(cast.leila):
        actions.suggest(found, words=said, by=cast.leila, at=NOW)
    return pk


def published(cast: Cast, words: str = "May I tell anybody?") -> UUID:
    """The precedent of such an answer."""
    pk = suggested(cast, words)
    found = read(pk, cast.amina)
    with reading(cast.amina):
        actions.publish(
            found, is_nameless=True, read=queries.edition_of(found.row), by=cast.amina, at=NOW
        )
    made = read(pk, cast.amina).row.precedent
    assert made
    return made


def pages(cast: Cast, words: str) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Of each page its name, who finds it, what they can send, and the ids of its address."""
    found = raised(cast.amina, summary=words)
    token = {"token": str(uuid4())}
    question = {
        **token, "question": "May I tell anybody?", "topics": ["neglect"], "first": str(cast.leila.team_id),
    }  # fmt: skip
    into, free = raised(cast.amina), {"topics": ["neglect"]}
    made, lesson = published(cast, words), suggested(cast, words)
    nameless = {"is_nameless": "yes", "read": queries.edition_of(read(lesson, cast.mona).row)}
    return [
        ("consultations:ask-about", "mona", question, {"pk": found.concern}),
        ("consultations:consultation", "mona", {"names": "yes"}, {"pk": asked(cast, words)}),
        ("consultations:consultation", "leila", {"accept": "yes"}, {"pk": asked(cast, words)}),
        (
            "consultations:answer", "leila", {"advice": words, "name_them": "no"},
            {"pk": accepted(cast, words)},
        ),
        (
            "consultations:take", "mona", {"reference": into.concern.reference},
            {"pk": answered(cast, words)},
        ),
        (
            "consultations:suggest", "leila", {"situation": "An adult is hit", "advice": "Ask again", **free},
            {"pk": answered(cast, words)},
        ),
        ("consultations:publish", "mona", nameless, {"pk": lesson}),
        ("consultations:precedent", "mona", {"yes": "1"}, {"pk": made}),
    ]  # fmt: skip


def _ask(cast: Cast) -> Act:
    token, found = uuid4(), raised(cast.amina)
    return lambda: actions.ask(
        token=token, by=cast.amina, first=cast.leila.team, question="What now?", topics=["neglect"], within=TEN,
        at=NOW, found=found,
    )  # fmt: skip


def _ask_further(cast: Cast) -> Act:
    pk = asked(cast)
    return lambda: actions.ask_further(pk, owner=cast.amina.team, within=TEN, at=NOW + TEN)


def _accept(cast: Cast) -> Act:
    pk = asked(cast)
    with reading(cast.amina.team):
        actions.ask_further(pk, owner=cast.amina.team, within=TEN, at=NOW + TEN)
    found = read(pk, cast.leila)
    return lambda: actions.accept(found, by=cast.leila, at=NOW)


def _pass_on(cast: Cast) -> Act:
    found = read(asked(cast), cast.leila)
    return lambda: actions.pass_on(found, by=cast.leila, within=TEN, at=NOW)


def _answer(cast: Cast) -> Act:
    found = read(accepted(cast), cast.leila)
    return lambda: actions.answer(found, advice="Ask again", name_them=True, by=cast.leila, at=NOW)


def _take(cast: Cast) -> Act:
    found, into = read(answered(cast), cast.amina), raised(cast.amina)
    return lambda: actions.take(found, into, by=cast.amina, at=NOW)


def _refer(cast: Cast) -> Act:
    found = read(answered(cast), cast.amina)
    return lambda: actions.refer(found, by=cast.amina, at=NOW)


def _suggest(cast: Cast) -> Act:
    pk = answered(cast)
    return lambda: actions.suggest(
        queries.consultation(pk, reader=cast.leila), words=WORDS, by=cast.leila, at=NOW
    )


def _publish(cast: Cast) -> Act:
    found = read(suggested(cast), cast.amina)
    return lambda: actions.publish(
        found, is_nameless=True, read=queries.edition_of(found.row), by=cast.amina, at=NOW
    )


def _be_unsure(cast: Cast) -> Act:
    found = read(suggested(cast), cast.amina)
    return lambda: actions.be_unsure(
        found, read=queries.edition_of(found.row), by=cast.amina, at=NOW
    )


def precedent(cast: Cast) -> tuple[PrecedentRead, ConsultationRead]:
    """A precedent and the question behind it, as the side that asked opens them."""
    pk = published(cast)
    with reading(cast.amina):
        found = queries.precedent(pk, reader=cast.amina)
        origin = queries.origin_of(found, reader=cast.amina)
    assert origin
    return found, origin


def _give_precedents(cast: Cast) -> Act:
    if not Precedent.objects.exists():
        precedent(cast)
    team = Team.objects.create(agency=cast.amina.team.agency, name=f"Team {uuid4()}")
    vault.give_key(team=team.pk)
    return lambda: actions.give_precedents(to=team)


def _take_down(cast: Cast) -> Act:
    found, origin = precedent(cast)
    return lambda: actions.take_down(found, origin, by=cast.amina, at=NOW)


def _opened(cast: Cast) -> Act:
    found = read(asked(cast), cast.leila)
    return lambda: actions.opened(found, by=cast.leila, at=NOW)


def _precedent_opened(cast: Cast) -> Act:
    found, _ = precedent(cast)
    return lambda: actions.precedent_opened(found, by=cast.pat, at=NOW)


CONSULTATIONS: tuple[Scenario, ...] = (
    Scenario("consultations.ask", "amina", _ask),
    Scenario("consultations.ask_further", "amina", _ask_further, by_the_clock=True),
    Scenario("consultations.accept", "leila", _accept),
    Scenario("consultations.pass_on", "leila", _pass_on, Twice.REFUSED),
    Scenario("consultations.answer", "leila", _answer, Twice.REFUSED),
    Scenario("consultations.take", "amina", _take),
    Scenario("consultations.refer", "amina", _refer),
    Scenario("consultations.suggest", "leila", _suggest),
    Scenario("consultations.publish", "amina", _publish, Twice.REFUSED),
    Scenario("consultations.be_unsure", "amina", _be_unsure),
    Scenario("consultations.take_down", "amina", _take_down),
    Scenario("consultations.give_precedents", "opal", _give_precedents),
    Scenario("consultations.opened", "leila", _opened, Twice.ENTRY),
    Scenario("consultations.precedent_opened", "pat", _precedent_opened, Twice.ENTRY),
)

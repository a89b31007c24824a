"""Pages of deciding: the questions, the advice, the decision, the second person."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, practitioner_of
from dimmer.apps.attachments.queries import CopyRead, ready_in
from dimmer.apps.concerns import actions as concerns
from dimmer.apps.concerns.queries import ConcernRead, NoSuchConcern, concern
from dimmer.apps.concerns.queries.acting import acts_on
from dimmer.apps.consents.queries import agreeing, narrowing, said_by_each
from dimmer.apps.consultations.queries import advice_in
from dimmer.apps.decisions import actions, forms, queries
from dimmer.apps.decisions.queries import Asked
from dimmer.apps.honour.actions import StaysFlagged
from dimmer.core.advice import Action, worth_asking
from dimmer.core.proportionality import Light
from dimmer.core.route import NotAMove, Step
from dimmer.web import saved
from dimmer.web.words import passing, shortened

_OTHER_ADVICE = "Something was added or answered since you opened this page. Read the advice again"

_JUDGEMENTS = (*queries.OWN_WORDS, "sign_off", "signed_by")
"""What the practitioner writes; sealed with the decision."""
_PATH = re.compile(r"[a-z_]{1,40}(\.[a-z0-9:-]{1,60})?\.[a-z_]{1,60}", re.ASCII)
"""A fact by its path: a table, which row of it (a person, a piece's number, a recipient), and a field."""


def with_round(view: Any) -> Any:
    """Open the round and its concern for the reader's team; to any other the page is not there.

    From whoever does not decide on it whereabouts are kept apart.
    """

    @wraps(view)
    def opened(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        found = concern_for(request, queries.concern_of_round(pk) or pk)
        asked = queries.asked(pk, concern=found)
        if asked is None:
            raise Http404
        if not acts_on(found, practitioner_of(request)):
            asked = queries.kept_apart(asked)
        response: HttpResponse = view(request, asked, *args, **kwargs)
        return response

    return opened


def concern_for(request: HttpRequest, pk: UUID) -> ConcernRead:
    """Open a concern for the reader's team; to any other it is not there.

    Call it also for what is not there: an answer that comes sooner would tell.
    """
    try:
        return concern(pk, reader=practitioner_of(request))
    except NoSuchConcern as error:
        raise Http404 from error


def undecided_only(view: Any) -> Any:
    """A round that was decided is shown with its concern: nobody decides twice."""

    @wraps(view)
    def guarded(request: HttpRequest, asked: Asked, *args: Any, **kwargs: Any) -> HttpResponse:
        if asked.round.decided_at:
            return redirect("desk:concern", asked.concern.concern.pk)
        response: HttpResponse = view(request, asked, *args, **kwargs)
        return response

    return guarded


@for_those_who_may(Deed.WORK)
@with_round
@undecided_only
def ask(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Put the next question that can still change the answer; when there is none, show the advice."""
    asking = practitioner_of(request)
    path = request.POST.get("fact") or request.GET.get("fact") or _next(asked, asking)
    question = queries.question(path, asked) if path and _PATH.fullmatch(path) else None
    if question is None or path is None:
        return redirect("decisions:advice", asked.round.pk)
    many = path == "purpose.kinds" or path.endswith((queries.COVERS, queries.RESPONSIBLE))
    words = question.words.replace("{person}", _whom(asked, path))
    if path.startswith("recipients."):
        words = (
            f"{words} ({queries.teams_named(path.split('.')[1], asked, holder=asking.team.agency)})"
        )
    is_about_piece = path.startswith("items.")
    if is_about_piece:
        words = f"{words} ({_whom(asked, path)})"
    known = asked.concern.answers.get(path)
    form = forms.Ask(
        request.POST or None, question=question, words=words, many=many,
        initial={"answer": [queries.NOBODY] if known == [] else known},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(asked, path=path, value=form.given(), by=asking, at=timezone.now())
        except StaysFlagged:  # two people take it back, on its own page
            return redirect("honour:lifting", asked.concern.concern.pk)
        return redirect("decisions:round", asked.round.pk)
    if is_about_piece:  # its first words are shown
        concerns.opened(asked.concern, by=asking, at=timezone.now())
    shown = {
        "form": form, "asked": asked, "many": many, "fact": path, "may_skip": path not in queries.OPENING,
        "is_back": "back" in request.GET,
        "back": f"/concerns/{asked.concern.concern.pk}",
    }  # fmt: skip
    return render(request, "decisions/ask.html", shown)


def _next(asked: Asked, asking: Any) -> str | None:
    """The next question: first what must be known, then what can still change the advice."""
    answers = asked.concern.answers
    for path in queries.OPENING:
        if path not in answers:
            return path
    if scopes := queries.scopes_open(asked):
        return scopes[0]
    _, advice = queries.advice_on(asked, holder=asking.team.agency, on=timezone.localdate())
    worth = worth_asking(advice.missing, answered=answers)
    return worth[0].fact if worth else None


def _whom(asked: Asked, path: str) -> str:
    """Whom or what a question is about, in words."""
    parts = path.split(".")
    if parts[0] == "people":
        return asked.concern.names((parts[1],))
    if parts[0] == "items" and parts[1].isdigit() and 0 < int(parts[1]) <= len(asked.pieces):
        return f"“{asked.pieces[int(parts[1]) - 1].text[:80]}”"
    return "the recipient"


@for_those_who_may(Deed.WORK, afresh=True)
@with_round
@undecided_only
def decide(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Take the practitioner's own decision for each recipient, with reasons."""
    asking = practitioner_of(request)
    if not asked.is_begun:
        return redirect("decisions:round", asked.round.pk)
    today = timezone.localdate()
    facts, given = queries.advice_on(asked, holder=asking.team.agency, on=today, with_missing=False)
    ahead, as_read = (
        today + timedelta(days=settings.REVIEW_DAYS),
        queries.digest_of(facts, given, asked),
    )
    copies = ready_in(asked.concern)
    form = forms.Decide(
        request.POST or None,
        recipients=[
            _recipient(asked, given, proposal, asking, facts) | _files(asked, copies)
            for proposal in asked.proposals
        ],
        today=today,
        is_signed_off=queries.asks_for_signature(facts, given),
        initial={
            "review_on": (str(ahead.day), str(ahead.month), str(ahead.year)),
            "read": as_read,
            **queries.said_before(asked),
        },
    )
    owes = queries.owed_something(facts)
    if request.POST.get("read", as_read) != as_read:  # a colleague answered or added something
        form.add_error(None, _OTHER_ADVICE)
        form.data = typed = request.POST.copy()
        typed["read"] = as_read
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data.get(name, "") for name in _JUDGEMENTS}
        words |= {"stays": form.stays} if form.stays else {}
        owed = [
            (code, today + timedelta(days=days)) for code, (days, _) in queries.FOLLOW_UPS.items()
        ]
        try:
            made = actions.decide(
                asked, by=asking, choices=form.chosen(), judgements=words, facts=facts, advice=given,
                sign_off=form.signature(), review_on=form.cleaned_data["review_on"], follow_ups=owed if owes else (),
                check_within=timedelta(hours=settings.SECOND_CHECK_HOURS), at=timezone.now(),
            )  # fmt: skip
        except NotAMove:
            return redirect("desk:concern", asked.concern.concern.pk)
        ready = [row.proposal for row in made if row.proposal.step == Step.TO_SHARE.value]
        waits = any(row.proposal.step == Step.HELD.value for row in made)
        if len(ready) == 1 and not waits:  # else the concern says of each what is next
            return redirect("disclosures:preview", ready[0].pk)
        return redirect("desk:concern", asked.concern.concern.pk)
    concerns.opened(
        asked.concern, by=asking, at=timezone.now(), with_whereabouts=asked.shows_whereabouts
    )
    shown = {
        "form": form, "asked": asked, "owes": owes, "follow_ups": queries.FOLLOW_UPS.values(), **said_in(asked, facts),
        "taken": advice_in(asked.concern, reader=asking),
        "advice": queries.in_words(given.as_dict(), asked, facts, holder=asking.team.agency),
        "back": f"/decisions/{asked.round.pk}/advice",
    }  # fmt: skip
    return render(request, "decisions/decide.html", shown)


def said_in(asked: Asked, facts: Any) -> dict[str, Any]:
    """Adults who said no, with what was written of it; what anybody's no is about, and what they said yes to."""
    refused = queries.refusing_adults(facts)
    grounds = queries.grounds_of(asked) if refused else {}
    said = said_by_each(asked.concern, on=facts["date"])
    return {
        "refused": [
            (each, grounds.get(each.key)) for each in asked.concern.people if each.key in refused
        ],
        "narrowing": narrowing(said),
        "agreeing": agreeing(said),
    }


def _recipient(asked: Asked, given: Any, proposal: Any, asking: Any, facts: Any) -> dict[str, Any]:
    """One recipient with every piece that can go: what it says, its light, whether the advice is to share it.

    `held` are parts of somebody's own words that cannot: whose they are, what they said of it, and what they say.
    """
    advised = queries.advised_items(given, proposal, asking.team.agency)
    typed = {item.id for item in asked.concern.items}
    kinds = {category for _, category in queries.WHEREABOUTS}
    where = {
        item.id
        for item in asked.concern.items
        if item.stays or item.is_unsettled or not kinds.isdisjoint(item.categories)
    }
    out = queries.not_offered(asked, facts, proposal, holder=asking.team.agency)
    pieces, held = [], []
    for number, piece in enumerate(asked.pieces, start=1):
        row, text = advised[number], shortened(piece.text)
        if piece.own:
            of, said = asked.concern.names((piece.own["who"],)), passing(piece.own["passing"])
            text = f"In the own words of {of}: “{text}”{f' ({said})' if piece.is_held else ''}"
        if piece.id in out:
            held.append(text)
            continue
        # whereabouts are off by default whatever the advice says: turning them on is a person's act
        is_advised = row.action is Action.SHARE and not piece.is_held
        ticked = is_advised and piece.id in typed - where
        if (
            is_advised and not ticked
        ):  # else a tired reader takes what is not ticked for what is advised
            text = f"{text} (the advice is to share it: tick it if they need it)"
        pieces.append((str(piece.id), text, row.needs, ticked))
    name = f"{proposal.recipient.agency.name} ({proposal.recipient.name})"
    given_light = max(
        (row.given for row in advised.values() if row.action is Action.SHARE or row.is_risk_alone),
        default=Light.DARK,
    )
    words = dict(forms.LIGHTS)[given_light.name].lower()
    return {
        "id": str(proposal.pk),
        "name": name,
        "pieces": pieces,
        "held": held,
        "advised": f"The advice goes as far as: {words}",
    }


def _files(asked: Asked, ready: Sequence[CopyRead]) -> dict[str, Any]:
    """The flat copies that may go to a recipient, each with its piece."""
    texts = {piece.id: shortened(piece.text) for piece in asked.pieces}
    can = queries.copies_for(asked, ready=ready)
    files = [
        (str(each.id), f"{each.name}, with “{texts[each.item]}”", str(each.item)) for each in can
    ]
    return {"files": files}


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a decision against the advice to the second person, who agrees or refuses."""
    asking = practitioner_of(request)
    row = queries.check_of(pk)
    found = concern_for(request, row.decision.proposal.concern_id if row else pk)
    if row is None:
        raise Http404
    if row.at or row.decision.by_id == asking.pk:
        return redirect("desk:concern", found.concern.pk)
    form = forms.Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with suppress(concerns.NotNow):  # sent twice at once: the concern says what was answered
            actions.check(
                found, decision_id=pk, by=asking, is_agreed=form.cleaned_data["is_agreed"] == "yes",
                because=form.cleaned_data["because"], at=timezone.now(),
            )  # fmt: skip
            saved.say(request, "Your answer as the second person is saved")
        return redirect("desk:concern", found.concern.pk)
    words = queries.judgements(row.decision, found.key)
    pieces = queries.checked(found, row.decision, words, holder=found.concern.team.agency)
    proposal, going = row.decision.proposal, {piece.id for piece in pieces.goes}
    says_where = not going <= {item.id for item in found.items}
    concerns.opened(found, by=asking, at=timezone.now(), with_whereabouts=says_where)
    names = {person.key: person.name for person in found.people}
    shown = {
        "grounds": [
            (names[key], row) for key, row in words.get("grounds", {}).items() if key in names
        ],
        "form": form,
        "row": row,
        "found": found,
        "words": words,
        "pieces": pieces,
        "files": [each for each in queries.copies_of(found, words) if each.item in going],
        "others": len(queries.proposals_of(proposal.round)) > 1,
        "is_shared": hasattr(proposal, "disclosure"),
        "is_advised": bool(proposal.round.edition),
        "back": "/",
    }
    return render(request, "decisions/check.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one's mind before anything has left."""
    asking = practitioner_of(request)
    proposal = queries.proposal(pk)
    found = concern_for(request, proposal.concern_id if proposal else pk)
    if proposal is None:
        raise Http404
    if proposal.step != Step.TO_SHARE.value:
        late = {"found": found, "proposal": proposal, "is_shared": hasattr(proposal, "disclosure")}
        return render(request, "decisions/too-late.html", late)
    form = forms.Stop(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        with suppress(NotAMove):  # shared or stopped meanwhile: the concern says which
            actions.stop(found, proposal_id=pk, by=asking, because=because, at=timezone.now())
            saved.say(request, "It is stopped: nothing is shared by this decision")
        return redirect("desk:concern", found.concern.pk)
    shown = {
        "form": form,
        "found": found,
        "proposal": proposal,
        "back": f"/disclosures/preview/{pk}",
    }
    return render(request, "decisions/stop.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision again that has not been carried out: what was written stands there to be changed."""
    proposal = queries.proposal(pk)
    found = concern_for(request, proposal.concern_id if proposal else pk)
    if proposal is None:
        raise Http404
    if request.method != "POST":
        return redirect("disclosures:preview", pk)
    try:
        made = actions.reconsider(
            found, proposal_id=pk, by=practitioner_of(request), at=timezone.now()
        )
    except NotAMove:  # shared or stopped meanwhile: the concern says which
        return redirect("desk:concern", found.concern.pk)
    return redirect("decisions:decide", made.pk)

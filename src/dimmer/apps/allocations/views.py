"""Who works on a concern or on what was received; breaking the glass; who works in one's team."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.views import PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from dimmer.apps.agencies.access import Deed, for_those_who_may, may, practitioner_of
from dimmer.apps.agencies.queries import way_in
from dimmer.apps.allocations import actions, forms, queries
from dimmer.apps.concerns.actions import NotNow, opened
from dimmer.apps.concerns.queries import NoSuchConcern
from dimmer.apps.disclosures.actions import opened as pack_opened
from dimmer.apps.disclosures.queries import DisclosureRead, NoSuchDisclosure
from dimmer.apps.disclosures.views.packs import in_pack
from dimmer.apps.disclosures.views.sharing import before
from dimmer.apps.vault.views import lists_things
from dimmer.web import saved

_CONCERN, _RECEIVED = "concern", "received"
_BACK = {_CONCERN: "desk:concern", _RECEIVED: "disclosures:disclosure"}


def _circle(request: HttpRequest, pk: UUID, of: str) -> queries.Circle:
    """Who works on the thing; to whoever does not see it, no page is there.

    Raises:
        Http404: not shown to the reader, or no longer.
    """
    asking, now = practitioner_of(request), timezone.now()
    try:
        if of == _CONCERN:
            return queries.circle_of_concern(pk, reader=asking, now=now)
        found = queries.circle_of_disclosure(pk, reader=asking, now=now)
    except (NoSuchConcern, NoSuchDisclosure) as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _page(of: str) -> Callable[..., HttpResponse]:
    """The page of who works on things of one sort."""

    @for_those_who_may(Deed.WORK, afresh=True)
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show who sees it, and let those name others who may."""
        asking, circle = practitioner_of(request), _circle(request, pk, of)
        others = queries.colleagues(circle, asking=asking)
        changes = circle.may_be_changed_by(asking)
        form = forms.Allocation(request.POST or None) if changes and others else None
        if form:
            said = dict.fromkeys(circle.aside, " (stepped aside)") | {asking.pk: " (you)"}
            offered = [
                (str(who.pk), f"{who.name}, {who.title}{said.get(who.pk, '')}") for who in others
            ]
            form.offer("who", offered)
        if request.method == "POST":
            if form is None:
                return redirect(f"allocations:{of}", pk)
            if form.is_valid():
                return _named(request, circle, form.cleaned_data, others=others, of=of)
        shown: dict[str, Any] = {
            "form": form, "circle": circle, "of": of, "asking": asking, "may": changes,
            "back": reverse(_BACK[of], args=[pk]),
        }  # fmt: skip
        return render(request, "allocations/circle.html", shown)

    return page


def _named(
    request: HttpRequest, circle: queries.Circle, given: dict[str, Any], *, others: Any, of: str
) -> HttpResponse:
    asking, now = practitioner_of(request), timezone.now()
    who = next(each for each in others if str(each.pk) == given["who"])
    if given["how"] == "instead" and who.pk != asking.pk:
        actions.hand_over(circle, to=who, by=asking, because=given["because"], at=now)
    else:
        actions.name(
            circle, who=who, by=asking, because=given["because"], until=_end_of(given["until"]), at=now
        )  # fmt: skip
    leaves = given["how"] == "instead" and who.pk != asking.pk and not may(asking, Deed.SIGN_OFF)
    return redirect("/") if leaves else redirect(f"allocations:{of}", circle.about)


def _end_of(day: Any) -> datetime | None:
    """The moment at which a day has ended here."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _release(of: str) -> Callable[..., HttpResponse]:
    """The page on which somebody is taken off."""

    @for_those_who_may(Deed.WORK, afresh=True)
    def page(request: HttpRequest, pk: UUID, who: UUID) -> HttpResponse:
        """Ask why somebody works on it no longer."""
        asking, circle = practitioner_of(request), _circle(request, pk, of)
        worker = next((each for each in circle.named if each.who.pk == who), None)
        if worker is None or not circle.may_be_changed_by(asking):
            raise Http404
        form = forms.Reason(request.POST or None)
        if request.method == "POST" and form.is_valid():
            because, now = form.cleaned_data["because"], timezone.now()
            try:
                actions.release(circle, who=worker.who, by=asking, because=because, at=now)
            except actions.NobodyLeft:
                form.add_error(None, "Name somebody else first: nobody would be left who sees it")
            else:
                return redirect("/") if who == asking.pk else redirect(f"allocations:{of}", pk)
        shown = {
            "form": form, "circle": circle, "worker": worker, "back": reverse(f"allocations:{of}", args=[pk])
        }  # fmt: skip
        return render(request, "allocations/release.html", shown)

    return page


def _aside(of: str) -> Callable[..., HttpResponse]:
    """The page on which somebody steps aside."""

    @for_those_who_may(Deed.WORK, afresh=True)
    def page(request: HttpRequest, pk: UUID) -> HttpResponse:
        """Ask why they must not see it, and let them see it no more."""
        asking, circle = practitioner_of(request), _circle(request, pk, of)
        form = forms.Reason(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.step_aside(
                    circle, by=asking, because=form.cleaned_data["because"], at=timezone.now()
                )
            except actions.NobodyLeft:
                form.add_error(None, "Name somebody else first: nobody would be left who sees it")
            else:
                return redirect("/")
        shown = {"form": form, "circle": circle, "back": reverse(f"allocations:{of}", args=[pk])}
        return render(request, "allocations/aside.html", shown)

    return page


concern, received = _page(_CONCERN), _page(_RECEIVED)
release_concern, release_received = _release(_CONCERN), _release(_RECEIVED)
aside_concern, aside_received = _aside(_CONCERN), _aside(_RECEIVED)


@for_those_who_may(Deed.WORK, afresh=True)
def break_glass(request: HttpRequest) -> HttpResponse:
    """Ask which concern cannot wait; what is then said is the same whether or not there is one."""
    form = forms.Glass(request.POST or None)
    asking = practitioner_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.break_glass(
            given["reference"], by=asking, because=given["because"], at=timezone.now()
        )
        shown = {"hours": actions.GLASS_FOR.seconds // 3600, "back": "/"}
        return render(request, "allocations/broken.html", shown)
    return render(request, "allocations/break-glass.html", {"form": form, "back": "/"})


@for_those_who_may(Deed.WORK)
@lists_things
def behind_glass(request: HttpRequest) -> HttpResponse:
    """What one may read for now because one broke the glass."""
    rows = queries.behind_glass(reader=practitioner_of(request), now=timezone.now())
    return render(request, "allocations/behind-glass.html", {"rows": rows, "back": "/"})


@for_those_who_may(Deed.WORK, afresh=True)
def through_glass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read a concern or a pack for a few hours, and change nothing."""
    asking, now = practitioner_of(request), timezone.now()
    found = queries.through_glass(pk, reader=asking, now=now)
    if found is None:
        raise Http404
    back = reverse("allocations:behind-glass")
    if isinstance(found, DisclosureRead):
        then = reverse("allocations:through-glass", args=[pk])
        if page := before(request, found, then=then, is_theirs=False):
            return page
        pack_opened(found, by=asking, at=now)
        on = timezone.localdate(found.disclosure.at)
        shown = {"found": found, "back": back, **in_pack(found.pack, on=on)}
        return render(request, "allocations/pack-through-glass.html", shown)
    opened(found, by=asking, at=now)
    frozen = queries.frozen_behind_glass(found, reader=asking)
    shown = {"found": found, "frozen": frozen, "back": back}
    return render(request, "allocations/through-glass.html", shown)


@for_those_who_may(Deed.WORK, afresh=True)
def glass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whether it was right that somebody broke the glass."""
    asking = practitioner_of(request)
    found = queries.glass(pk, reader=asking, lock=request.method == "POST")
    if found is None:
        raise Http404
    is_open = found.row.looked_at is None and found.row.by_id != asking.pk
    form = forms.Looked(request.POST or None) if is_open else None
    if request.method == "POST":
        if form is None:
            return redirect("/")
        if form.is_valid():
            was_right = form.cleaned_data["was_right"] == "yes"
            actions.look_at_glass(
                found, by=asking, was_right=was_right, note=form.cleaned_data["note"], at=timezone.now()
            )  # fmt: skip
            saved.say(request, "What you said of the broken glass is saved")
            return redirect("/")
    return render(request, "allocations/glass.html", {"form": form, "found": found, "back": "/"})


@for_those_who_may(Deed.SIGN_OFF)
@lists_things
def team(request: HttpRequest) -> HttpResponse:
    """Who works in one's team; when that was last confirmed; what nobody works on."""
    asking = practitioner_of(request)
    shown = {
        "members": queries.members(asking.team_id), "asking": asking, "back": "/",
        "to_confirm": queries.to_confirm(asking), "elsewhere": queries.overseers_elsewhere(asking),
        "is_due": queries.is_to_be_confirmed(asking.team, on=timezone.localdate()),
        "nobody": queries.on_which_nobody_works(reader=asking, now=timezone.now()),
    }  # fmt: skip
    return render(request, "allocations/team.html", shown)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def confirm(request: HttpRequest) -> HttpResponse:
    """Take it that everybody still works there."""
    if request.method == "POST":
        actions.confirm_members(by=practitioner_of(request), at=timezone.now())
        saved.say(request, "You have confirmed who works in your team")
    return redirect("allocations:team")


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def add(request: HttpRequest) -> HttpResponse:
    """Ask who begins in one's team; then show the link with which they choose their password."""
    asking = practitioner_of(request)
    form = forms.Invited(request.POST or None)
    roles = {role.value: role for role in queries.may_be_given(asking.team)}
    form.offer("role", [(code, role.label) for code, role in roles.items()])
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "role": roles[form.cleaned_data["role"]]}
        try:
            made = actions.invite(team=asking.team, **given, by=asking, at=timezone.now())
        except actions.Taken:
            form.add_error("email", "Somebody signs in with this address already")
        else:
            return _way_in(request, made)
    shown = {"form": form, "asking": asking, "back": reverse("allocations:team")}
    return render(request, "allocations/add.html", shown)


def _way_in(request: HttpRequest, who: Any) -> HttpResponse:
    uid, token = way_in(who)
    link = request.build_absolute_uri(reverse("allocations:join", args=[uid, token]))
    shown = {"link": link, "colleague": who, "back": reverse("allocations:team")}
    return render(request, "allocations/way-in.html", shown)


def _colleague(who: UUID, *, of: Any) -> Any:
    """Somebody else of the same team.

    Raises:
        Http404: there is none with that id.
    """
    found = queries.members(of.team_id).filter(pk=who).exclude(pk=of.pk).first()
    if found is None:
        raise Http404
    return found


def _leaver(who: UUID, *, of: Any) -> Any:
    """The same; and for a lead whoever oversees another team of the agency.

    Raises:
        Http404: there is none with that id.
    """
    elsewhere = queries.overseers_elsewhere(of).filter(pk=who).first()
    return elsewhere or _colleague(who, of=of)


def _of_colleague(
    asked: type[forms.Left | forms.Lost],
    page: str,
    act: Callable[..., None],
    then: Callable[[HttpRequest, Any], HttpResponse],
    whom: Callable[..., Any] = _colleague,
) -> Callable[..., HttpResponse]:
    """The page on which something is confirmed of a colleague, then done, and where that leads."""

    @for_those_who_may(Deed.SIGN_OFF, afresh=True)
    def confirmed(request: HttpRequest, who: UUID) -> HttpResponse:
        """Ask to confirm it, and do it."""
        asking = practitioner_of(request)
        found = whom(who, of=asking)
        form = asked(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                act(found, by=asking, at=timezone.now())
            except NotNow as error:
                raise Http404 from error
            return then(request, found)
        shown = {"form": form, "colleague": found, "back": reverse("allocations:team")}
        return render(request, f"allocations/{page}.html", shown)

    return confirmed


renew = _of_colleague(forms.Lost, "renew", actions.renew_account, _way_in)


def _has_left(request: HttpRequest, _who: Any) -> HttpResponse:
    saved.say(request, "The account is ended: they cannot sign in any more")
    return redirect("allocations:team")


left = _of_colleague(forms.Left, "left", actions.end_account, _has_left, _leaver)


@for_those_who_may(Deed.SIGN_OFF, afresh=True)
def vouch(request: HttpRequest, who: UUID) -> HttpResponse:
    """Ask whether somebody whose account a colleague made or renewed is who it says."""
    asking = practitioner_of(request)
    found = queries.to_confirm(asking).filter(pk=who).first()
    if found is None:
        raise Http404
    form = forms.Vouched(request.POST or None)
    has_begun = queries.has_begun(found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        is_known = given["is_known"] == "yes"
        try:
            actions.vouch(
                found, by=asking, is_known=is_known, as_read=given["as_read"], at=timezone.now()
            )
        except actions.Changed:
            form.add_error("is_known", "The account has changed meanwhile: speak to them again")
        except NotNow:
            form.add_error(
                "is_known", "They have not chosen a password yet: come back when they have"
            )
        else:
            saved.say(request, "Your answer on the account is saved")
            return redirect("allocations:team")
    shown = {
        "form": form,
        "as_read": queries.state_of(found),
        "colleague": found,
        "has_begun": has_begun,
        "back": reverse("allocations:team"),
    }
    return render(request, "allocations/vouch.html", shown)


class _Join(PasswordResetConfirmView):
    """The library keeps the proof in the session, so that it stands in no address for long."""

    form_class = forms.Password
    success_url = reverse_lazy("desk:desk")
    template_name = "allocations/join.html"

    def get_user(self, uidb64: str) -> Any:
        """Whom the link is for, unless they have left."""
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """A link that is not, or no longer, good is an address at which nothing is."""
        if not self.validlink:
            raise Http404
        return super().render_to_response(context, **options)


join = _Join.as_view()

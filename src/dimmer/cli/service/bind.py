"""`dimmer bind`: who a practitioner is at their agency's identity provider."""

import click

from dimmer.cli.service import begin


@click.command
@click.argument("email")
@click.argument("provider")
@click.argument("subject")
def bind(*, email: str, provider: str, subject: str) -> None:
    """Bind whoever signs in with EMAIL to a SUBJECT (`sub`) of a PROVIDER that DIMMER_OIDC names.

    What they were bound to there before is forgotten. Exit status 2: there is no such practitioner or provider,
    or the subject is somebody else's.
    """
    begin()
    from django.db import IntegrityError

    from dimmer.apps.agencies.actions import bind_subject
    from dimmer.apps.agencies.queries import practitioner_by_email
    from dimmer.web.agency_signin import providers

    who = practitioner_by_email(email)
    if who is None or who.left_at:
        raise click.UsageError(f"Nobody who works here signs in with {email}.")
    agency = dict(providers()).get(provider)
    if agency != who.team.agency.name:
        raise click.UsageError(f"{provider} is no provider of {who.team.agency.name}.")
    try:
        bind_subject(who, provider=provider, subject=subject)
    except IntegrityError as error:
        raise click.UsageError(f"Somebody else is bound to {subject} of {provider}.") from error
    click.echo(f"{email} is bound to {subject} of {provider}.")

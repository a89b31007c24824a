"""What the clock asks of signing in: sessions that have run out, with what they held, go."""

from procrastinate.contrib.django import app

from dimmer.web.sessions import SessionStore


def forget_sessions() -> None:
    """Remove the rows of sessions that have run out. Safe to run twice, or at once."""
    SessionStore.clear_expired()


@app.periodic(cron="20 * * * *")
@app.task(name="agencies.forget_sessions", queueing_lock="agencies.forget_sessions")
def forget_sessions_each_hour(timestamp: int) -> None:  # noqa: ARG001  (given by the clock)
    """Each hour."""
    forget_sessions()

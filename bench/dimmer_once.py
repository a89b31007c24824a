"""Dimmer's own way in: start, answer one signed-in request for the desk, say what was imported, end."""

import sys

from bench.once import answer
from dimmer.config.wsgi import application


def main() -> None:
    """Exit status 0 if the desk was there; the names of top-level modules on the standard output."""
    cookie, says = sys.argv[1:]
    status = answer(application, cookie, says)
    print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
    sys.exit(status)


if __name__ == "__main__":
    main()

"""`python -m dimmer.cli`: the same as `dimmer`."""

from dimmer.cli.main import main

main()

"""The command line: `dimmer advise`, `dimmer verify` and the rest. Each command loads only its own world."""

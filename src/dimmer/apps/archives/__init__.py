"""Archives: giving account to somebody outside who trusts neither the server nor us, years later and offline."""

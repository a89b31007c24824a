"""How the parts are put together: settings, addresses, the server's way in. Nothing here decides anything."""

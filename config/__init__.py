"""How the site is set up and entered: settings, the root of the addresses, WSGI and ASGI. Nothing of the record."""

"""The server, where programs of OpenEnv look for it."""

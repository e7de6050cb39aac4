"""`python -m kg`: all commands but the server."""

from kg.cli import COMMANDS, group

if __name__ == "__main__":
    group(COMMANDS)()

#!/usr/bin/env python
"""Django's command line, with plain sentences where the set-up is not right."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are not complete: {error}")
    except BrokenPipeError:  # whoever read the output, as `head` does, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        print("\nInterrupted. What was finished stays; run it again for the rest.", file=sys.stderr)
        sys.exit(130)
    except (OperationalError, ProgrammingError) as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            sys.exit("The database has no tables yet, or old ones: run manage.py migrate first.")
        raise


if __name__ == "__main__":
    main()

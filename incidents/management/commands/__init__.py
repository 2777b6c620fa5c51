"""One thin command a module; the work is done by the packages below."""

"""The files of incidents/data/reference/ into the tables, and the lookups that importers make in them. No case data."""

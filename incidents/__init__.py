"""The record: incidents, the parties in them, and who says so. One app owns every table; see docs/architecture.md."""

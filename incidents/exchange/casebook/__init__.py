"""Fact cards in and out: reading, checking, loading and dumping the casebook format. Nothing here renders a page."""

"""Renderings for the eye: rows of the record in, plain values for a page out. No request and no HTML."""

"""Rows of the record by the thousand: written as the engine likes it best, under every constraint and guard."""

"""Readers' words: which rows hold them, at any size of the record. Passages are written by triggers, words are looked up
in the engine's own index of them, and what was looked up is kept in memory and kept right.
"""

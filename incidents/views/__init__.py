"""The public pages: a question in, a page out. No `.filter(` here; the question is the FilterSet's."""

"""`make bench`: how fast the site is, as ratios against a raw statement, a stock list, Datasette and a constant view.

Nothing here is part of the site. See docs/performance.md for what is measured and what came out.
"""

"""Files out and in: one small module per format, over one allow-list of public columns."""

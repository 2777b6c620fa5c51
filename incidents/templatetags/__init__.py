"""What templates may say; nothing is decided here."""

"""An invented record of any size, skewed as real ones are: to measure with, never to be read as true."""

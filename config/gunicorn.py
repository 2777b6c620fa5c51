"""How gunicorn takes requests, wherever it is started: `gunicorn --config config/gunicorn.py config.wsgi`.

A request line of up to 64 KiB reaches the site, so that whoever pastes 10 kB into a search box, or a thousand characters of
another script (6 to 12 bytes each in an address), gets a page of ours.
"""

from gunicorn.http import message

# gunicorn takes 4,094 bytes unless told otherwise, and cuts what it is told down to this constant (8,190). It has no setting
# for more but 0, for any length at all, which would let one request fill the memory.
limit_request_line = message.MAX_REQUEST_LINE = 64 * 1024

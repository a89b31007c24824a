"""A search that is sent, and then stands in an address: only once nothing in it is refused.

What somebody types where a reference is asked for may be a name, and an address is kept by browsers, servers and
whatever stands between them. So a search is sent as a form is, said to be wrong on its own page, and only then led to
the address that can be kept, sent on and gone back to.
"""

from urllib.parse import urlencode

from dimmer.web.fields import Page


def address_of(form: Page, *, page: str) -> str:
    """Where what was searched for is found: the page's address with what was typed in its fields, and nothing else."""
    typed = {
        name: value for name, value in form.data.items() if name.partition("-")[0] in form.fields
    }
    return f"{page}?{urlencode(typed)}"

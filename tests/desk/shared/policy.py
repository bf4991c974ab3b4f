"""The policy of the desk, written out: who may do what, and which address belongs to which right.

This is the reference. It is not read from the program, so that a change of a right has to be made
here too, on purpose.
"""

from __future__ import annotations

ROLES = ("contributor", "author", "editor", "admin")

# The scope of each right: "own" is the editor's own articles or pictures.
SCOPES = {
    #              contributor, author, editor, admin
    "no session": ("all", "all", "all", "all"),
    "session": ("all", "all", "all", "all"),
    "write": ("own", "own", "all", "all"),
    "publish": ("none", "own", "all", "all"),
    "pictures": ("own", "own", "all", "all"),
    "front page": ("none", "none", "all", "all"),
    "structure": ("none", "none", "all", "all"),
    "settings": ("none", "none", "none", "all"),
    "people": ("none", "none", "none", "all"),
}

# Every address of the desk. <article> and <image> are tried with one's own and with someone else's.
ADDRESSES = {
    "no session": """
        GET POST /desk/sign-in
        GET POST /desk/forgotten
        GET POST /desk/links/<token>
    """,
    "session": """
        GET      /desk/
        GET POST /desk/<anything>
        GET POST /desk/account
        POST     /desk/account/password
        POST     /desk/account/sessions/<number>/end
        POST     /desk/account/sessions/end
        POST     /desk/sign-out
    """,
    "write": """
        GET      /desk/articles/
        POST     /desk/articles
        GET      /desk/articles/new
        GET POST /desk/articles/<article>
        POST     /desk/articles/<article>/bin
        POST     /desk/articles/<article>/bin/end
        POST     /desk/articles/<article>/copy
        POST     /desk/articles/picture
        GET POST /desk/articles/<article>/picture
        POST     /desk/articles/<article>/picture/choice
        POST     /desk/articles/<article>/presence
        POST     /desk/articles/<article>/presence/removal
        POST     /desk/articles/preview
        POST     /desk/articles/<article>/preview
        POST     /desk/articles/<article>/preview/end
        GET      /desk/articles/<article>/revisions
        POST     /desk/articles/<article>/revisions/<number>/restoration
        POST     /desk/articles/submission
        POST     /desk/articles/<article>/submission
        POST     /desk/articles/<article>/submission/end
        POST     /desk/articles/working-copy
        GET POST /desk/articles/<article>/working-copy
        POST     /desk/articles/<article>/working-copy/removal
        POST     /desk/articles/byline
        POST     /desk/articles/chosen
        GET      /desk/articles/tags
        GET      /desk/calendar
        GET      /desk/embeds
        GET      /desk/queue
        GET      /desk/suggestions/tags
        GET      /desk/suggestions/authors
        GET      /desk/suggestions/sources
        GET      /desk/suggestions/categories
    """,
    "publish": """
        POST     /desk/articles/publication
        POST     /desk/articles/<article>/publication
        POST     /desk/articles/<article>/publication/end
        GET POST /desk/articles/<article>/schedule
        POST     /desk/articles/<article>/corrections/<number>/removal
    """,
    "pictures": """
        GET POST /desk/images/
        GET POST /desk/images/<image>
        POST     /desk/images/<image>/removal
        POST     /desk/images/descriptions
    """,
    "front page": """
        GET      /desk/front
        POST     /desk/front/pins
        POST     /desk/front/pins/<slot>/move
        POST     /desk/front/pins/<slot>/removal
        POST     /desk/front/strips
        GET      /desk/suggestions/stories
    """,
    "structure": """
        GET      /desk/authors
        GET POST /desk/authors/new
        GET POST /desk/authors/<author>
        POST     /desk/authors/<author>/merge
        POST     /desk/authors/<author>/removal
        GET      /desk/categories
        GET POST /desk/categories/new
        GET POST /desk/categories/<category>
        POST     /desk/categories/<category>/merge
        POST     /desk/categories/<category>/removal
        GET POST /desk/menus
        POST     /desk/menus/<item>/move
        POST     /desk/menus/<item>/removal
        GET      /desk/pages
        GET POST /desk/pages/new
        GET POST /desk/pages/<page>
        POST     /desk/pages/<page>/removal
        GET      /desk/redirects
        GET POST /desk/redirects/new
        GET POST /desk/redirects/<redirect>
        POST     /desk/redirects/<redirect>/removal
        GET      /desk/sources
        GET POST /desk/sources/new
        GET POST /desk/sources/<source>
        POST     /desk/sources/<source>/removal
        GET      /desk/suggestions/pages
        GET      /desk/suggestions/categories-and-pages
        GET      /desk/tags
        GET POST /desk/tags/new
        GET POST /desk/tags/<tag>
        POST     /desk/tags/<tag>/merge
        POST     /desk/tags/<tag>/removal
    """,
    "settings": """
        GET POST /desk/settings
        GET POST /desk/articles/emptying
    """,
    "people": """
        GET      /desk/audit
        GET POST /desk/people
        GET POST /desk/people/<editor>
        POST     /desk/people/<editor>/invitation
        POST     /desk/people/<editor>/readmission
        POST     /desk/people/<editor>/removal
        POST     /desk/people/<editor>/signing-out
        POST     /desk/people/roles
        GET      /desk/suggestions/free-authors
    """,
}

# Who may change an article: readers see a live one, or will see a scheduled one, so that only who may
# publish it may change it.
MAY_CHANGE = {
    #                          contributor, author, editor, admin
    ("own", "draft"): (True, True, True, True),
    ("own", "in review"): (True, True, True, True),
    ("own", "scheduled"): (False, True, True, True),
    ("own", "live"): (False, True, True, True),
    ("own", "binned"): (False, True, True, True),
    ("other", "draft"): (False, False, True, True),
    ("other", "in review"): (False, False, True, True),
    ("other", "scheduled"): (False, False, True, True),
    ("other", "live"): (False, False, True, True),
    ("other", "binned"): (False, False, True, True),
}


def rows() -> list[tuple[str, str, str]]:
    """Return every right, method and address of the policy."""
    found = []
    for right, lines in ADDRESSES.items():
        for line in lines.split("\n"):
            *methods, address = line.split() or [""]
            found += [(right, method, address) for method in methods]
    return found

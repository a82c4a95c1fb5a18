"""The shell: settings, sign-in, layout, pages, API.

Takes   requests.
Gives   pages and JSON, in the viewer's language and within the viewer's scope.
Writes  nothing itself; it calls the actions of the slice concerned.
Asks    every slice's queries.
"""

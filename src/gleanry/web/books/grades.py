"""Grades: what is asked of an opportunity, which grade the answers give, and how much of it counts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gleanry.web.editing import Book, Choice, Code, Field, Number, Settings, Table, Text, Whole, Words

LETTERS = {letter: letter for letter in "ABCDE"}
CRITERIA_HELP = _("The grade is the least its answers allow. What nobody knows allows the grade written here.")

BOOK = Book(
    name="grades",
    order=72,
    title=_("Grades of opportunities"),
    decides=_("How sure an opportunity is, from A to E, and which share of it counts in the forecast."),
    reads="deals.see",
    sections=(
        Table(
            "grades",
            _("Grades"),
            (
                Field("code", pgettext_lazy("opportunity", "Grade"), Code(most=1), required=True),
                Field("share", _("Share of a hundred"), Whole(most=100), required=True),
                Field("target", _("Grade to reach next"), Choice(LETTERS, empty=pgettext_lazy("grade", "none"))),
                Field("goal_zh", _("Goal in Chinese"), Text(most=200)),
                Field("goal_en", _("Goal in English"), Text(most=200)),
                Field("actions_zh", _("What to do, in Chinese"), Words(), wide=True),
                Field("actions_en", _("What to do, in English"), Words(), wide=True),
            ),
            fixed=True,
            layout="cards",
            most=7,
        ),
        Table(
            "criteria",
            _("Criteria"),
            (
                Field("code", _("Code"), Code(stem="criterion"), required=True),
                Field("zh", _("Name in Chinese"), Text(), required=True),
                Field("en", _("Name in English"), Text(), required=True),
                Field("unanswered", _("While nobody knows at best"), Choice(LETTERS), required=True),
            ),
            help=CRITERIA_HELP,
            most=12,
            new={"unanswered": "B"},
        ),
        Table(
            "answers",
            _("Answers"),
            (
                Field("criterion", _("Criterion"), Text(most=40), required=True),
                Field("code", _("Code"), Code(stem="answer"), required=True),
                Field("zh", _("Answer in Chinese"), Text(), required=True),
                Field("en", _("Answer in English"), Text(), required=True),
                Field("grade", _("Allows at best"), Choice(LETTERS), required=True),
            ),
            most=80,
            new={"grade": "B"},
        ),
        Settings(
            _("Coverage"),
            (
                Field(
                    "factor",
                    _("New inquiries for each unit of the gap"),
                    Number(least=1, most=10, as_text=True),
                    help=_("Target less shipped, less grade A, less what is raised to A, is the gap."),
                ),
            ),
        ),
    ),
    cures={
        "unknown_grade": _("There is no grade “%(value)s” here."),
        "no_grade": _("The grade %(value)s is missing."),
        "not_percent": _("A share is a whole number from 0 to 100."),
        "fixed_share": _("Of this grade %(value)s of a hundred count, always."),
        "not_better": _("The grade to reach next has to be better."),
        "share_rises": _("The grade %(value)s counts more than a better one."),
        "unknown_criterion": _("There is no criterion “%(value)s”."),
        "never_sure": _("With this criterion no opportunity would ever be better than %(value)s."),
        "bad_factor": _("The factor is a number of at least 1."),
    },
)

"""Every address of the site."""

from allauth.account import views as account
from django.urls import path, register_converter
from django.views.generic import TemplateView

from gleanry.web.api import api
from gleanry.web.keys import KeyConverter
from gleanry.web.pages import (
    check,
    deal,
    deals,
    duplicate_rules,
    duplicates,
    errors,
    export,
    find,
    funnel,
    handle,
    imports,
    lead,
    leads,
    lists,
    look,
    merges,
    pools,
    promises,
    records,
    review,
    scores,
    today,
    undo,
)

register_converter(KeyConverter, "key")
closed = TemplateView.as_view(template_name="account/closed.html")

urlpatterns = [
    path("", today.today, name="today"),
    path("look/", look.look, name="look"),
    path("deadlines/", promises.deadline_list, name="deadlines"),
    path("violations/", promises.violation_list, name="violations"),
    path("leads/", leads.lead_list, name="leads"),
    path("leads/export.csv", export.export_leads, name="export"),
    path("leads/count/", leads.lead_count, name="lead_count"),
    path("leads/bulk/", handle.bulk, name="bulk"),
    path("leads/<key:lead_id>/", lead.lead_view, name="lead"),
    path("leads/<key:lead_id>/handle/", handle.handle, name="handle"),
    path("people/<key:person_id>/", records.person_view, name="person"),
    path("people/<key:person_id>/change/", records.change_person, name="change_person"),
    path("accounts/<key:account_id>/", records.account_view, name="account"),
    path("accounts/<key:account_id>/change/", records.change_account, name="change_account"),
    path("duplicates/", duplicates.duplicate_list, name="duplicates"),
    path("duplicates/<key:pair_id>/answer/", duplicates.answer_pair, name="answer_pair"),
    path("duplicates/try/", duplicates.bulk_try, name="bulk_try"),
    path("duplicates/accept/", duplicates.bulk_accept, name="bulk_accept"),
    path("duplicates/run/", duplicates.run_change, name="run_change"),
    path("duplicates/progress/", duplicates.run_progress, name="run_progress"),
    path("merge/", merges.merge_view, name="merge"),
    path("merges/", merges.merge_list, name="merges"),
    path("merges/<key:merge_id>/undo/", undo.undo_view, name="undo_merge"),
    path("merges/together/<slug:batch>/undo/", undo.undo_together, name="undo_together"),
    path("find/", find.find_all, name="find"),
    path("find/drop/", find.find_drop, name="find_drop"),
    path("find/leads/", find.find_group, {"group": "leads"}, name="find_leads"),
    path("find/people/", find.find_group, {"group": "people"}, name="find_people"),
    path("find/accounts/", find.find_group, {"group": "accounts"}, name="find_accounts"),
    path("find/company/<key:account_id>/", find.company, name="find_company"),
    path("pools/", pools.pool_board, name="pools"),
    path("pools/<slug:pool>/", pools.pool_list, name="pool"),
    path("invalid/", review.review_list, name="review"),
    path("invalid/decide/", review.review_decide, name="review_decide"),
    path("lists/", lists.entry_list, name="lists"),
    path("lists/add/", lists.entry_add, name="list_add"),
    path("lists/try/", lists.entry_try, name="list_try"),
    path("lists/end/", lists.entry_end, name="list_end"),
    path("lists/import/", lists.entry_import, name="list_import"),
    path("lists/export.csv", lists.entry_export, name="list_export"),
    path("deals/", deals.deal_board, name="deals"),
    path("deals/list/", deals.deal_list, name="deal_list"),
    path("deals/<key:deal_id>/", deal.deal_view, name="deal"),
    path("deals/<key:deal_id>/change/", deal.change_deal, name="change_deal"),
    path("scores/", scores.scores_view, name="scores"),
    path("check/", check.check_page, name="check"),
    path("check/ask/", check.ask, name="ask_for"),
    path("check/<key:request_id>/answer/", check.answer, name="answer_request"),
    path("accounts-kept/<key:account_id>/", check.keep, name="keep_account"),
    path("rules/duplicates/", duplicate_rules.duplicate_rules, name="duplicate_rules"),
    path("today/seen/", check.seen, name="seen"),
    path("funnel/", funnel.funnel_view, name="funnel"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<key:import_id>/", imports.import_view, name="import"),
    path("imports/<key:import_id>/preview/", imports.import_preview, name="import_preview"),
    path("imports/<key:import_id>/start/", imports.import_start, name="import_start"),
    path("imports/<key:import_id>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<key:import_id>/rows/", imports.import_rows, name="import_rows"),
    path("imports/<key:import_id>/refused.csv", imports.import_refused, name="import_refused"),
    path("api/v1/", api.urls),
    # Accounts are made by an administrator: of allauth's addresses only these are open.
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", closed, name="account_inactive"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/signup/", closed, name="account_signup"),
    path("accounts/password/reset/", closed, name="account_reset_password"),
    path("accounts/password/set/", closed, name="account_set_password"),
    path("accounts/email/", closed, name="account_email"),
    path("accounts/reauthenticate/", closed, name="account_reauthenticate"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

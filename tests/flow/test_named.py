"""Files of companies, products and colleagues, and what words of files mean: in any order, again, and taken back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.cockpit.queries import audit, flow_report, wins
from gleanry.flow.capture.actions import receive_file, start_import, submit, take_back_names
from gleanry.flow.capture.queries import list_choices
from gleanry.flow.capture.shapes import NewChoice
from gleanry.flow.convert.models import Opportunity
from gleanry.flow.order.models import PriceStep, Product
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.people.models import Account
from gleanry.tenants.models import Member, Team
from gleanry.tenants.queries import list_seats
from gleanry.wiring.importing import Outcome, outcome_of, run_import
from gleanry.wiring.naming import decide, names_to_settle
from tests.conftest import MONDAY, House, build_house

DEALS = "id,client,product,agent,stage,value\n"
DEALS_MAP = {
    "columns": {
        "id": "external_id",
        "client": "account",
        "product": "product",
        "agent": "owner",
        "stage": "stage",
        "value": "amount",
    }
}
PRODUCTS_MAP = {"columns": {"sku": "code", "name": "product", "line": "product_line", "price": "price"}}
PRODUCTS = "sku,name,line,price\nP-1,Alpha Pump,Pumps,12.50\nP-2,Beta Valve,Valves,\n"


def bring(house: House, kind: Any, text: str, mapping: dict[str, Any]) -> Outcome:
    draft = receive_file(house.id, BytesIO(text.encode()), f"{kind}.csv", kind=kind)
    run = start_import(house.id, draft.id, {"kind": kind, **mapping})
    return outcome_of(run_import(house.id, run.id))


def products_of(house: House) -> dict[str, str]:
    return dict(Opportunity.objects.of(house.id).values_list("external_id", "product"))


def owners_of(house: House) -> dict[str, str]:
    names = {seat.id: seat.name for seat in list_seats(house.id)}
    rows = Opportunity.objects.of(house.id).values_list("external_id", "owner_id")
    return {external_id: names[owner] for external_id, owner in rows if owner}


@pytest.mark.django_db(transaction=True)
def test_a_word_is_asked_about_decided_for_all_rows_and_taken_back(house: House) -> None:
    bring(house, "deals", DEALS + "d1,,alpha pump,Ann,won,10\nd2,,P-2,Ann,lost,\nd3,,Gamma,Ann,open,5\n", DEALS_MAP)
    assert names_to_settle(house.id) == []  # nothing is sold by list yet, so that no word is wrong
    bring(house, "products", PRODUCTS, PRODUCTS_MAP)
    asked = {one.word: [p.name for p in one.proposals] for one in names_to_settle(house.id)}
    assert asked == {"alpha pump": ["Alpha Pump"], "Gamma": []}
    assert products_of(house) == {"d1": "alpha pump", "d2": "Beta Valve", "d3": "Gamma"}  # a code means its name

    me = house.insider.pk
    with pytest.raises(Refusal):
        decide(house.id, [NewChoice("product", "Gamma", "means", "Delta")], at=MONDAY)
    ids = decide(house.id, [NewChoice("product", "alpha pump", "means", "Alpha Pump", ("case",))], at=MONDAY, by=me)
    decide(house.id, [NewChoice("product", "Gamma", "add")], at=MONDAY)
    ledger.drain(house.id)
    assert names_to_settle(house.id) == []
    assert products_of(house)["d1"] == "Alpha Pump"
    assert Product.objects.of(house.id).filter(code="Gamma").exists()
    bring(house, "deals", DEALS + "d4,,alpha pump,Ann,won,7\n", DEALS_MAP)
    assert products_of(house)["d4"] == "Alpha Pump"

    assert decide(house.id, [NewChoice("product", "alpha pump", "means", "Alpha Pump", ("case",))], at=MONDAY) == ()
    assert take_back_names(house.id, ids, at=MONDAY) == 1
    assert take_back_names(house.id, ids, at=MONDAY) == 0
    ledger.drain(house.id)
    assert {products_of(house)[name] for name in ("d1", "d4")} == {"alpha pump"}
    kept = {row.word: (row.choice, row.target, row.by, row.ended_at) for row in list_choices(house.id)}
    assert kept["alpha pump"] == ("means", "Alpha Pump", me, MONDAY)
    assert kept["P-2"] == ("means", "Beta Valve", None, None)
    assert audit() == []


@pytest.mark.django_db(transaction=True)
def test_what_somebody_changed_by_hand_is_left_alone(house: House) -> None:
    bring(house, "products", PRODUCTS, PRODUCTS_MAP)
    bring(house, "deals", DEALS + "d1,,AlphaPump,Ann,open,10\nd2,,AlphaPump,Ann,open,10\n", DEALS_MAP)
    Opportunity.objects.of(house.id).filter(external_id="d2").update(product="Beta Valve", amount_minor=99)
    decide(house.id, [NewChoice("product", "AlphaPump", "means", "Alpha Pump")], at=MONDAY)
    ledger.drain(house.id)
    assert products_of(house) == {"d1": "Alpha Pump", "d2": "Beta Valve"}
    bring(house, "deals", DEALS + "d2,Harbour Works Ltd,AlphaPump,Bob,open,10\n", DEALS_MAP)
    row = Opportunity.objects.of(house.id).get(external_id="d2")
    assert (row.product, owners_of(house)["d2"]) == ("Beta Valve", "Bob")  # the row says a new holder, no new product
    assert list(Account.objects.of(house.id).values_list("pk", "name")) == [(row.account_id, "Harbour Works Ltd")]


@pytest.mark.django_db(transaction=True)
def test_a_colleague_and_a_stage_may_be_meant(house: House) -> None:
    told = {"columns": {"agent": "person_name", "boss": "manager", "office": "region"}}
    outcome = bring(house, "deals", DEALS + "d1,,,Annabel Stone,Wonn,10\nd2,,,Anabel Stone,Demo,5\n", DEALS_MAP)
    assert outcome.accepted == 2
    bring(house, "members", "agent,boss,office\nAnnabel Stone,Maria Hill,North-East\n", told)
    asked = {one.word: [p.name for p in one.proposals] for one in names_to_settle(house.id)}
    assert asked == {"Anabel Stone": ["Annabel Stone"], "Wonn": []}
    choices = [
        NewChoice("member", "Anabel Stone", "means", "Annabel Stone"),
        NewChoice("stage", "Wonn", "means", "won"),
    ]
    ids = decide(house.id, choices, at=MONDAY)
    ledger.drain(house.id)
    assert owners_of(house) == {"d1": "Annabel Stone", "d2": "Annabel Stone"}
    assert Opportunity.objects.of(house.id).get(external_id="d1").outcome == "won"
    rows = {row.name: (row.won, row.closed) for row in wins(house.viewer(), by="manager").rows}
    assert rows == {"Maria Hill": (1, 1)}
    take_back_names(house.id, ids, at=MONDAY)
    ledger.drain(house.id)
    assert owners_of(house)["d2"] == "Anabel Stone"


@pytest.mark.django_db(transaction=True)
def test_members_are_placed_and_who_signs_in_keeps_what_they_may_do(house: House) -> None:
    told = {
        "columns": {"id": "external_id", "name": "person_name", "boss": "manager", "team": "team", "region": "region"}
    }
    text = "id,name,boss,team,region\nE1,seller-a,director,Key Accounts,North\nE2,New One,director,Key Accounts,West\n"
    assert bring(house, "members", text, told).accepted == 2
    seller = Member.objects.of(house.id).select_related("team", "region").get(pk=house.sellers[0].pk)
    assert (seller.external_id, seller.team and seller.team.name, seller.roles) == ("E1", "Key Accounts", ["seller"])
    team = Team.objects.of(house.id).get(name="Key Accounts")
    assert (team.head_id, team.path) == (house.director.pk, f"/{team.pk}/")
    new = Member.objects.of(house.id).select_related("region").get(external_id="E2")
    assert (new.user_id, new.region and new.region.name) == (None, "West")
    before = list_seats(house.id)
    assert bring(house, "members", text + "\n", told).known == 2
    assert bring(house, "members", "id,name\nE1,seller-a\n", told).accepted == 1  # what a file does not say stays
    assert list_seats(house.id) == before


@pytest.mark.django_db(transaction=True)
def test_products_get_a_price_and_are_brought_up_to_date(house: House) -> None:
    bring(house, "products", PRODUCTS, PRODUCTS_MAP)
    bring(house, "products", "sku,name,line,price\nP-1,Alpha Pump II,,13\n", PRODUCTS_MAP)
    row = Product.objects.of(house.id).get(code="P-1")
    assert (row.name_en, row.line) == ("Alpha Pump II", "Pumps")
    assert list(PriceStep.objects.of(house.id).values_list("product_id", "price_e6")) == [(row.pk, 13_000_000)]
    refused = bring(house, "products", "sku,name,line,price\n,,x,1\nP-9,Odd,,-4\n", PRODUCTS_MAP)
    assert {(error["field"], error["code"]) for error in refused.errors} == {("", "no_name"), ("price", "negative")}
    assert flow_report(house.id).balanced


COMPANY = {"columns": {"name": "company", "sector": "industry", "staff": "company_size", "city": "region"}}


@pytest.mark.django_db(transaction=True)
def test_companies_are_brought_up_to_date_but_not_over_what_a_hand_wrote(house: House) -> None:
    head = "name,sector,staff,city\n"
    bring(house, "accounts", head + "Harbour Works Ltd,steel,120,Leeds\n", COMPANY)
    Account.objects.of(house.id).update(industry="Steel trade")
    bring(house, "accounts", head + "Harbour Works Ltd,metals,140,York\n", COMPANY)
    row = Account.objects.of(house.id).get()
    assert (row.industry, row.size, row.region) == ("Steel trade", "140", "York")


@pytest.mark.django_db(transaction=True)
def test_a_company_waits_for_what_it_belongs_to(house: House) -> None:
    told = {"columns": {"name": "company", "group": "parent"}}
    bring(
        house,
        "accounts",
        "name,group\nHarbour Pumps Ltd,Harbour Holding Ltd\nDock Pumps Ltd,Harbor Holding Ltd\n",
        told,
    )
    assert parents_of(house) == {}
    bring(house, "accounts", "name,group\nHarbour Holding Ltd,\n", told)
    assert parents_of(house) == {"Harbour Pumps Ltd": "Harbour Holding Ltd"}
    asked = {(one.refers, one.word): one.proposals[0].name for one in names_to_settle(house.id)}
    assert asked == {("account", "Harbor Holding Ltd"): "Harbour Holding Ltd"}
    decide(house.id, [NewChoice("account", "Harbor Holding Ltd", "means", "Harbour Holding Ltd")], at=MONDAY)
    ledger.drain(house.id)
    assert set(parents_of(house)) == {"Harbour Pumps Ltd", "Dock Pumps Ltd"}
    assert names_to_settle(house.id) == []
    assert audit() == []


def parents_of(house: House) -> dict[str, str]:
    names = dict(Account.objects.of(house.id).values_list("pk", "name"))
    rows = Account.objects.of(house.id).filter(parent_id__isnull=False).values_list("name", "parent_id")
    return {name: names[parent] for name, parent in rows if parent is not None}


def rows(count: int) -> dict[str, list[dict[str, str]]]:
    return {
        "accounts": [
            {"company": f"Works {n} Ltd", "industry": "steel", "parent": "Works 0 Ltd" if n else ""}
            for n in range(count)
        ],
        "members": [{"person_name": f"M{n}", "manager": f"B{n % 5}", "region": f"R{n % 3}"} for n in range(count)],
        "products": [{"code": f"P{n}", "product": f"Thing {n}", "price": str(n)} for n in range(count)],
        "deals": [
            {"external_id": f"d{n}", "product": f"P{n}", "owner": f"M{n}", "stage": "won", "amount": "5"}
            for n in range(count)
        ],
    }


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_rows(house: House) -> None:
    counts = []
    for home, size in ((house, 10), (build_house("large"), 200)):
        with CaptureQueriesContext(connection) as caught:
            for kind, records in rows(size).items():
                submit(home.id, records, at=MONDAY, kind=kind)  # type: ignore[arg-type]
                ledger.drain(home.id)
        counts.append(len(caught))
        assert products_of(home)["d3"] == "Thing 3"
    assert counts[1] <= counts[0]


@pytest.mark.django_db
def test_one_by_one_and_all_at_once_are_the_same(house: House) -> None:
    single = build_house("single")
    for kind, records in rows(12).items():
        house.send(*records, kind=kind)
        for record in records:
            single.send(record, kind=kind)

    def view(home: House) -> list[Any]:
        places = [(seat.name, bool(seat.team_id), bool(seat.region_id)) for seat in list_seats(home.id)]
        named = list(Product.objects.of(home.id).order_by("code").values_list("code", "name_en"))
        firms = list(Account.objects.of(home.id).order_by("key").values_list("key", "industry"))
        return [sorted(places), named, firms, products_of(home), owners_of(home)]

    assert view(house) == view(single)

"""The made-up company's own people: a tree of teams, regions, SDRs and sellers of different diligence."""

from __future__ import annotations

from dataclasses import dataclass

from gleanry.kit.errors import Refusal
from gleanry.simulation.rules import words
from gleanry.simulation.rules.dice import Dice
from gleanry.tenants.actions import add_member, make_region, make_team
from gleanry.tenants.queries import find_workspace, get_settings, list_members, viewer_of
from gleanry.tenants.shapes import Role, Viewer, WorkspaceSettings
from gleanry.wiring.playbooks import new_workspace

REGIONS: dict[str, tuple[str, ...]] = {
    "华东": ("上海", "江苏", "浙江", "安徽", "山东"),
    "华南": ("广东", "福建", "广西", "海南"),
    "华北": ("北京", "天津", "河北", "辽宁"),
    "中西部": ("湖北", "湖南", "四川", "重庆", "陕西"),
    "海外": tuple(country for country, _, _, _ in words.ABROAD),
}


@dataclass(frozen=True)
class House:
    """Who works there: viewers by member id, sellers by region team, and how diligent each is (0 to 1)."""

    viewers: dict[int, Viewer]
    diligence: dict[int, float]
    mates: dict[int, tuple[int, ...]]
    director: Viewer


def made_up_workspace(slug: str, *, name: str) -> WorkspaceSettings:
    """The workspace of this slug, made when there is none. Raises Refusal `not_made_up` for a real one."""
    found = find_workspace(slug) or new_workspace(name, slug=slug, made_up=True)
    if not found.made_up:
        raise Refusal("not_made_up", workspace=slug)
    return found


def staff(workspace_id: int, *, sdrs: int, sellers: int, domain: str, password: str | None = None) -> None:
    """Add teams, regions and members where they are missing. With a `password` they can sign in."""
    company = make_team(workspace_id, "公司")
    marketing = make_team(workspace_id, "市场部", parent=company)
    sales = make_team(workspace_id, "销售部", parent=company)
    sdr_team = make_team(workspace_id, "SDR 组", parent=marketing)
    names = iter(words.MEMBER_NAMES)

    def add(role: Role, number: int, **place: object) -> None:
        email = f"{role}{number or ''}@{domain}"
        known = {"email": email, "password": password, "roles": [role], **place}
        add_member(workspace_id, next(names, f"{role} {number}"), **known)  # type: ignore[arg-type]  # as it takes them

    for role, team in (
        (Role.ADMINISTRATOR, company),
        (Role.GENERAL_MANAGER, company),
        (Role.HEAD_OF_MARKETING, marketing),
        (Role.MARKETER, marketing),
        (Role.SALES_DIRECTOR, sales),
        (Role.CHANNEL_MANAGER, sales),
        (Role.PARTNER, sales),
        (Role.FINANCE, company),
    ):
        add(role, 0, team=team)
    for number in range(sdrs):
        add(Role.SDR, number, team=sdr_team)
    regions = [make_region(workspace_id, region, places=places) for region, places in REGIONS.items()]
    teams = [make_team(workspace_id, f"{region}销售组", parent=sales) for region in REGIONS]
    for number in range(sellers):
        place = number % len(regions)
        add(Role.SELLER, number, team=teams[place], region=regions[place])


def house_of(workspace_id: int, seed: int) -> House:
    """Who may act in a staffed workspace."""
    members = list_members(workspace_id)
    working = [m for m in members if m.user_id and {Role.SDR, Role.SELLER} & set(m.roles)]
    director = next(m for m in members if Role.SALES_DIRECTOR in m.roles)
    return House(
        viewers={m.pk: viewer_of(m) for m in working},
        diligence={m.pk: Dice(seed, "diligence", number).between(0.72, 0.98) for number, m in enumerate(working)},
        mates={m.pk: tuple(o.pk for o in working if o.pk != m.pk and o.roles == m.roles) for m in working},
        director=viewer_of(director),
    )


def zone_of(workspace_id: int) -> str:
    """The workspace's zone. Raises Refusal `not_made_up` for a real workspace: nothing made up goes in there."""
    settings = get_settings(workspace_id)
    if not settings.made_up:
        raise Refusal("not_made_up", workspace=settings.name)
    return settings.zone

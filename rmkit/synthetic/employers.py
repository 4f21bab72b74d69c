"""The organisations that made-up people work for; all of them are fictional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["HARBOUR", "LANTERN", "Department", "Employer", "small_companies"]


@dataclass(frozen=True, slots=True)
class Department:
    """A department, with the job titles of those who work there below its head."""

    name: str
    job_titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation: its departments and sites.

    `top` is what the one person at the top is called, `board` what those next to the top are.
    """

    name: str
    departments: tuple[Department, ...]
    sites: tuple[str, ...]
    top: str
    board: tuple[str, ...] = ()


HARBOUR: Final = Employer(
    name="Harbour",
    departments=(
        Department(
            "Port operations", ("Berth planner", "Crane operator", "Shift planner", "Yard checker")
        ),
        Department("Pilotage", ("Pilot", "Pilot coordinator", "Traffic officer")),
        Department(
            "Marine engineering", ("Dredging engineer", "Electrician", "Maintenance planner")
        ),
        Department("Customs and trade", ("Customs officer", "Freight clerk", "Trade adviser")),
        Department(
            "Safety and environment", ("Environment officer", "Fire safety officer", "Inspector")
        ),
        Department("Finance", ("Accountant", "Controller", "Purchaser")),
        Department("People and culture", ("HR adviser", "Payroll clerk", "Trainer")),
        Department(
            "Digital services", ("Data analyst", "Service desk agent", "Systems administrator")
        ),
        Department("Communications", ("Editor", "Event planner", "Web editor")),
    ),
    sites=("Head office", "North Quay", "South Basin"),
    top="Director general",
    board=("Director of operations", "Director of administration", "Director of engineering"),
)
"""A port authority of about 110 people at three sites."""

LANTERN: Final = Employer(
    name="Lantern Print",
    departments=(
        Department("Studio", ("Graphic designer", "Layout artist", "Proofreader")),
        Department("Press hall", ("Bookbinder", "Paper buyer", "Printer")),
        Department("Sales and office", ("Bookkeeper", "Customer adviser", "Dispatch clerk")),
    ),
    sites=("Old Mill",),
    top="Owner",
)
"""A print shop of about twenty people."""

_COMPANIES: Final = (
    "Alderway Joinery", "Bluegate Bakery", "Cobble Lane Coffee", "Driftline Boats", "Elmhouse Care",
    "Fairfold Textiles", "Greenrow Gardens", "Highstep Scaffolding", "Inkwell Books",
    "Juniper Soap Works", "Kiln and Clay", "Larkfield Dairy", "Moorside Cycles",
    "Nettlebed Linen", "Oakapple Toys", "Pebble Bay Hotels", "Quillfeather Press",
    "Redlatch Doors", "Silverpine Sawmill", "Tidewater Foods", "Underhill Mushrooms",
    "Vine Street Catering", "Willowherb Pharmacy", "Yellowhammer Tools", "Ashgrove Surveyors",
    "Brightwater Plumbing", "Copperbeech Accounting", "Dovecote Interiors", "Eastwind Couriers",
    "Foxglove Florists",
)  # fmt: skip

_TOWNS: Final = ("Ambleford", "Brackenhill", "Clearwick", "Dunmere", "Eastlow", "Fallowby")


def small_companies(n: int = 30) -> tuple[Employer, ...]:
    """Give small companies that share a chamber of commerce, at most 30."""
    departments = (
        Department("Production", ("Machine operator", "Quality checker", "Workshop assistant")),
        Department("Sales", ("Sales adviser", "Shop assistant", "Web shop assistant")),
        Department("Office", ("Bookkeeper", "Office assistant", "Purchaser")),
        Department("Deliveries", ("Driver", "Planner", "Stock keeper")),
    )
    return tuple(
        Employer(name, departments, (_TOWNS[i % len(_TOWNS)],), "Managing director")
        for i, name in enumerate(_COMPANIES[:n])
    )

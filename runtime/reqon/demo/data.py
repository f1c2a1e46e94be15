"""The records the demo API serves, made from a seed: same seed and sizes, same records.

Pure generation. Nothing here knows about HTTP, time or randomness from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, TypeAlias

Record: TypeAlias = dict[str, Any]

_EPOCH: Final = datetime(2024, 1, 1, tzinfo=UTC)
_PRODUCTS: Final = 240

_FIRST_NAMES: Final = (
    "Ada", "Bao", "Carmen", "Dmitri", "Elif", "Femi", "Greta", "Hiro", "Ines", "Jonas", "Kavya",
    "Leila", "Mateo", "Nadia", "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Thandi", "Uma",
    "Viktor", "Wanjiru", "Ximena", "Yusuf", "Zofia",
)  # fmt: skip
_LAST_NAMES: Final = (
    "Abreu", "Bianchi", "Chen", "Diallo", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen",
    "Kowalski", "Lindqvist", "Moreau", "Nguyen", "Okafor", "Patel", "Quist", "Rossi", "Silva",
    "Tanaka", "Ueda", "Varga", "Weber", "Xu", "Yilmaz", "Zhang",
)  # fmt: skip
_MAIL_DOMAINS: Final = ("example.com", "example.net", "example.org")
_STREETS: Final = ("Harbour Road", "Mill Lane", "Station Street", "Elm Avenue", "Market Square")
_CITIES: Final = (
    ("Lisbon", "PT"),
    ("Utrecht", "NL"),
    ("Gothenburg", "SE"),
    ("Nairobi", "KE"),
    ("Osaka", "JP"),
    ("Montréal", "CA"),
    ("Porto Alegre", "BR"),
    ("Kraków", "PL"),
)
_CATEGORIES: Final = (
    ("kitchen", "Kitchen"),
    ("garden", "Garden"),
    ("office", "Office"),
    ("outdoor", "Outdoor"),
    ("toys", "Toys"),
    ("books", "Books"),
)
_ADJECTIVES: Final = ("Folding", "Oak", "Enamel", "Linen", "Copper", "Cordless", "Striped", "Cork")
_THINGS: Final = ("Lamp", "Stool", "Kettle", "Notebook", "Trowel", "Puzzle", "Tray", "Lantern")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything the API can be asked for. Lists are in the order they are served."""

    customers: list[Record]
    orders: list[Record]
    products: list[Record]
    categories: list[Record]
    payments: dict[str, Record]
    """By order id. Orders without an entry were never paid as far as the ledger knows."""
    events: list[Record]


def generate(*, customers: int, orders: int, seed: int) -> Dataset:
    """Make a data set of the given sizes.

    Each kind draws from a stream of its own, so asking for more orders changes no customer.
    Without customers there are no orders.
    """
    products = list(_products(_stream(seed, "products")))
    people = list(_customers(_stream(seed, "customers"), customers))
    placed = list(_orders(_stream(seed, "orders"), orders if people else 0, people, products))
    return Dataset(
        customers=people,
        orders=placed,
        products=products,
        categories=[{"id": key, "name": name} for key, name in _CATEGORIES],
        payments={payment["orderId"]: payment for payment in _payments(seed, placed)},
        events=list(_events(placed)),
    )


def _stream(seed: int, kind: str) -> Random:
    return Random(f"{seed}/{kind}")  # noqa: S311 - sample records, not secrets


def _customers(random: Random, count: int) -> Iterator[Record]:
    for number in range(1, count + 1):
        first, last = random.choice(_FIRST_NAMES), random.choice(_LAST_NAMES)
        city, country = random.choice(_CITIES)
        # A few addresses are broken, as in any real list: the API refuses to write to them.
        at = "(at)" if random.random() < 0.01 else "@"
        customer: Record = {
            "id": f"cus_{number:05}",
            "firstName": first,
            "lastName": last,
            "email": f"{first}.{last}.{number}{at}{random.choice(_MAIL_DOMAINS)}".lower(),
            "status": random.choices(("active", "dormant", "closed"), (60, 30, 10))[0],
            "address": {
                "street": f"{random.randint(1, 180)} {random.choice(_STREETS)}",
                "city": city,
                "postcode": f"{random.randint(10_000, 99_999)}",
                "country": country,
            },
            "createdAt": _instant(random.randrange(500_000)),
        }
        if random.random() < 0.5:
            customer["phone"] = f"+{random.randint(20, 99)} {random.randint(1_000_000, 9_999_999)}"
        yield customer


def _products(random: Random) -> Iterator[Record]:
    for number in range(1, _PRODUCTS + 1):
        yield {
            "id": f"prd_{number:04}",
            "title": f"{random.choice(_ADJECTIVES)} {random.choice(_THINGS)}",
            "categoryId": random.choice(_CATEGORIES)[0],
            "price": random.randint(300, 24_000) / 100,
        }


def _orders(
    random: Random, count: int, customers: list[Record], products: list[Record]
) -> Iterator[Record]:
    minute = 0
    for number in range(1, count + 1):
        minute += random.randint(5, 180)
        lines = [
            {
                "number": line,
                "productId": product["id"],
                "quantity": random.randint(1, 4),
                "unitPrice": product["price"],
            }
            for line, product in enumerate(random.sample(products, random.randint(1, 3)), 1)
        ]
        total = sum(round(line["unitPrice"] * 100) * line["quantity"] for line in lines)
        status = random.choices(("pending", "paid", "shipped", "cancelled"), (10, 30, 45, 15))[0]
        yield {
            "id": f"ord_{number:05}",
            "customerId": random.choice(customers)["id"],
            "status": status,
            "currency": "EUR",
            "total": total / 100,
            "lines": lines,
            "placedAt": _instant(minute),
            "updatedAt": _instant(minute + random.randint(1, 2_000)),
        }


def _payments(seed: int, orders: list[Record]) -> Iterator[Record]:
    random = _stream(seed, "payments")
    for order in orders:
        if order["status"] not in ("paid", "shipped"):
            continue
        fate = random.choices(("right", "short", "refunded", "unknown"), (92, 3, 2, 3))[0]
        if fate == "unknown":
            continue
        cents = round(order["total"] * 100)
        yield {
            "id": f"pay_{order['id'][4:]}",
            "orderId": order["id"],
            "status": "refunded" if fate == "refunded" else "captured",
            "amount": (cents - random.randint(1, cents // 2) if fate == "short" else cents) / 100,
            "currency": order["currency"],
        }


def _events(orders: list[Record]) -> Iterator[Record]:
    for number, order in enumerate(orders, 1):
        yield {
            "id": f"evt_{number:05}",
            "type": f"order.{order['status']}",
            "orderId": order["id"],
            "at": order["updatedAt"],
        }


def _instant(minutes: int) -> str:
    return (_EPOCH + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

"""The shop: goods, one of them, the cart."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from openphone_gym.phone.apps.tiktok.screens.frame import (
    FRAME,
    ROSE,
    accent,
    bar_icon,
    empty,
    foot,
    offline,
    plain,
)
from openphone_gym.phone.apps.tiktok.state import TikTok, toggle
from openphone_gym.phone.apps.tiktok.wording import count, price
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Icon, Label, Metrics, Row, Space, Text
from openphone_gym.phone.toolkit.controls import IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.figures import mixed
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.pictures import PALETTES
from openphone_gym.phone.toolkit.rows import Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, TITLE_LARGE, TITLE_MEDIUM, TITLE_SMALL
from openphone_gym.phone.world.records import Goods


def picture(one: Goods, **attributes: Any) -> Box:
    """An article before a plain ground."""
    return Drawing(_draw_article, (one.name, one.icon), **attributes)


def _draw_article(painter: Painter, m: Metrics, w: int, h: int, name: str, icon: str) -> None:
    ground, figure, light = PALETTES[crc32(name.encode()) % len(PALETTES)]
    size = min(w, h) * 0.62
    left, top = (w - size) / 2, (h - size) / 2
    painter.gradient(0, 0, w, h, mixed(figure, light, 0.55), mixed(figure, light, 0.2))
    painter.circle(w / 2, h / 2, size * 0.66, 0x38FFFFFF)
    painter.rounded(left + size * 0.12, top + size * 0.98, size * 0.76, size * 0.07, size * 0.03, 0x30000000)
    painter.icon(icon, left + size * 0.02, top + size * 0.03, size, 0x50000000)
    painter.icon(icon, left, top, size, mixed(ground, 0xFF000000, 0.15))


def shop(state: TikTok, nav: Nav) -> Box:
    """What is sold; the field leaves those whose names fit."""
    query = nav.bind("query")
    words = str(query.get()).casefold().split()
    bar = Row(
        Row(
            Icon("magnify", size=20),
            Row(TextField(query, "Search shop", id="shop_field", variant="plain", action="search"), flex=1),
            fill="surface_container",
            radius=6,
            flex=1,
            pad=(10, 0, 0, 0),
        ),
        _cart_icon(state, nav),
        width=FILL,
        pad=(12, 6, 4, 6),
    )
    if not nav.online:
        return offline(bar, nav, bottom=foot(state, nav, "shop"))
    found = [one for one in nav.world.goods if all(word in one.name.casefold() for word in words)]
    cells = [_cell(nav, one) for one in found]
    return Page(
        bar,
        Row(Text("Recommended for you", TITLE_MEDIUM), pad=(12, 8, 12, 0)),
        Grid(cells, 2, gap=8, pad=(8, 8, 8, 8))
        if cells
        else empty("shopping-outline", "No products found", ""),
        bottom=foot(state, nav, "shop"),
    )


def _cart_icon(state: TikTok, nav: Nav) -> Box:
    desc = f"Cart. {len(state.cart)} items"
    return IconButton("cart" if state.cart else "cart-outline", desc, nav.to("cart"), color="on_surface")


def _cell(nav: Nav, one: Goods) -> Box:
    return Column(
        picture(one, width=FILL, height=150),
        Text(one.name, BODY_MEDIUM, max_lines=2, id="name"),
        Row(
            Text(price(one.hundredths), TITLE_SMALL, color=ROSE, id="price"),
            Label(f"{count(one.sold)} sold", BODY_SMALL, color="on_surface_variant"),
            gap=8,
        ),
        cls=FRAME,
        id="goods",
        on_tap=nav.to("goods", id=one.id),
        gap=4,
        fill="surface_container_low",
        radius=6,
        pad=(0, 0, 0, 8),
    )


def goods(state: TikTok, nav: Nav, id: str) -> Page:
    """One article."""
    one = next(one for one in nav.world.goods if one.id == id)
    seller = nav.world.organisation(one.organisation)
    inside = id in state.cart

    def put() -> None:
        nav.toast("Added to cart" if toggle(state.cart, id) else "Removed from cart")

    def buy() -> None:
        if id not in state.cart:
            state.cart.append(id)
        nav.go("cart")

    off = 100 - 100 * one.hundredths // one.before
    return Page(
        AppBar(
            "",
            nav.back,
            [
                bar_icon(
                    "share-outline",
                    "Share",
                    nav.sending("share", text=f"{one.name}, {price(one.hundredths)}"),
                ),
                _cart_icon(state, nav),
            ],
        ),
        picture(one, width=FILL, height=300),
        Column(
            Row(
                Text(price(one.hundredths), TITLE_LARGE, color=ROSE, id="price"),
                Text(price(one.before), BODY_SMALL, color="on_surface_variant"),
                Text(f"-{off}%", BODY_SMALL, color=ROSE),
                gap=8,
            ),
            Text(one.name, TITLE_MEDIUM, id="name"),
            Row(
                Icon("star", size=16, color=0xFFFACE15),
                Text(f"{one.stars / 10} · {count(one.sold)} sold", BODY_SMALL, color="on_surface_variant"),
                gap=4,
            ),
            Divider(),
            ListRow("Free shipping", "Arrives in 4 to 7 days", icon="truck-outline", pad=(0, 8, 0, 8)),
            ListRow(
                seller.name,
                "Visit the shop’s web site",
                nav.sending("link", url=f"https://{seller.host}/"),
                icon="storefront-outline",
                pad=(0, 8, 0, 8),
            ),
            gap=8,
            pad=(16, 12, 16, 12),
        ),
        bottom=Row(
            plain("Remove from cart" if inside else "Add to cart", put, flex=1, pad=(8, 0, 8, 0)),
            accent("Buy now", buy, flex=1),
            gap=10,
            width=FILL,
            pad=(12, 8, 12, 12),
            fill="surface",
        ),
    )


def cart(state: TikTok, nav: Nav) -> Page:
    """What the user wants to buy."""
    chosen = [one for one in nav.world.goods if one.id in state.cart]
    total = sum(one.hundredths for one in chosen)

    def row(one: Goods) -> Box:
        remove = IconButton("delete-outline", f"Remove {one.name}", lambda: state.cart.remove(one.id))
        return ListRow(
            one.name,
            price(one.hundredths),
            nav.to("goods", id=one.id),
            trailing=remove,
            leading=picture(one, width=64, height=64),
            pad=(16, 8, 4, 8),
        )

    def checkout() -> None:
        nav.toast("Add an address to check out")

    pay = Row(
        Text(f"Total: {price(total)}", TITLE_SMALL, id="total"),
        Space(flex=1),
        accent("Check out", checkout),
        width=FILL,
        pad=(16, 8, 12, 12),
        fill="surface",
    )
    return Page(
        AppBar(f"Cart ({len(chosen)})", nav.back),
        *(
            [row(one) for one in chosen]
            or [empty("cart-outline", "Your cart is empty", "Find something in the shop.")]
        ),
        bottom=pay if chosen else None,
    )

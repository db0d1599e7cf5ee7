"""Signing in and up, which nobody can do: the phone has no account and no network behind it."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.state import Zoom
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, OutlinedButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField, digits_only
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, HEADLINE_SMALL

OLDEST = 1900


def sign_in(zoom: Zoom, nav: Nav) -> Box:
    """Email and password, or the account of somebody else."""
    email, password = nav.bind("email"), nav.bind("password")

    def submit() -> None:
        nav.unfocus()
        nav.snackbar("Incorrect email or password")

    def no_account(kind: str) -> Box:
        return ListRow(
            f"Continue with {kind}",
            on_tap=lambda: nav.snackbar(f"No {kind} account on this phone"),
            icon="account-circle-outline",
        )

    return Page(
        AppBar("Sign in", nav.back),
        Column(
            TextField(email, "Email", id="edtUserName", ime="email", action="next"),
            TextField(password, "Password", id="edtPassword", password=True, on_submit=submit),
            Button("Sign in", submit, enabled=bool(email.get() and password.get()), id="btnLoginZoom"),
            Row(
                TextButton("Forgot password?", nav.to("forgot_password")),
                Space(flex=1),
                TextButton("Sign up", nav.to("sign_up")),
                width=FILL,
            ),
            gap=12,
            pad=(16, 8, 16, 8),
        ),
        ListRow("Continue with SSO", on_tap=nav.to("sso"), icon="key-outline"),
        *(no_account(kind) for kind in ("Apple", "Google", "Facebook")),
    )


def sso(zoom: Zoom, nav: Nav) -> Box:
    """Sign-in through a company."""
    domain = nav.bind("domain")

    def submit() -> None:
        nav.unfocus()
        nav.snackbar(f"{domain.get()}.zoom.us was not found")

    return _question(
        nav,
        "Sign in with SSO",
        "Enter your company domain",
        TextField(domain, "Company domain", id="edtDomain", ime="uri", on_submit=submit),
        Button("Continue", submit, enabled=bool(domain.get())),
    )


def forgot_password(zoom: Zoom, nav: Nav) -> Box:
    """Has a link sent to choose a new password."""
    email = nav.bind("email")

    def submit() -> None:
        nav.unfocus()
        nav.snackbar("If there is such an account, an email is on its way")

    return _question(
        nav,
        "Forgot password",
        "Enter the email address of your account",
        TextField(email, "Email", id="edtEmail", ime="email", on_submit=submit),
        Button("Send", submit, enabled="@" in email.get()),
    )


def sign_up(zoom: Zoom, nav: Nav) -> Box:
    """Asks for the year of birth, then for an email address."""
    year, email, verified = nav.bind("year"), nav.bind("email"), nav.bind("verified", False)

    def verify() -> None:
        nav.unfocus()
        verified.set(True)

    def submit() -> None:
        nav.unfocus()
        nav.snackbar(f"Check {email.get()} for a code to go on")

    if verified.get():
        return _question(
            nav,
            "Sign up",
            "Enter your email address",
            TextField(email, "Email", id="edtEmail", ime="email", on_submit=submit),
            Button("Continue", submit, enabled="@" in email.get()),
        )
    plausible = year.get().isdigit() and OLDEST <= int(year.get()) <= nav.now.year
    return _question(
        nav,
        "Verify your age",
        "Please confirm your birth year. This data is not stored.",
        TextField(year, "Birth year", id="edtYear", ime="number", accept=digits_only, limit=4),
        Button("Continue", verify, enabled=plausible),
    )


def _question(nav: Nav, title: str, words: str, field: Box, button: Box) -> Box:
    return Page(
        AppBar("", nav.back),
        Column(
            Text(title, HEADLINE_SMALL, id="title"),
            Text(words, BODY_MEDIUM, color="on_surface_variant"),
            field,
            button,
            OutlinedButton("Cancel", nav.back),
            gap=16,
            pad=(16, 0, 16, 16),
        ),
    )

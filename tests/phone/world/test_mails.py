"""Mails tell what the records tell that they come from."""

from __future__ import annotations

import pytest

from openphone_gym.phone.world import world
from openphone_gym.phone.world.mail_words import time_text
from openphone_gym.phone.world.mails import day_text, money
from openphone_gym.phone.world.occasions import starts
from openphone_gym.phone.world.start import START

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_mails_about_occasions_say_what_the_calendar_says(seed: int) -> None:
    of = world(seed)
    about = [mail for mail in of.mails if mail.occasion and not mail.payment]
    told = []
    for mail in about:
        occasion = of.occasion(mail.occasion)
        said = f"{mail.subject}\n{mail.text}"
        if mail.day is not None:
            assert day_text(mail.day) in said
            assert mail.day in [at.date() for at in starts(occasion, mail.day, mail.day)]
        if "CNY" in said:
            assert money(occasion.hundredths) in said
        if not occasion.all_day and (" AM" in said or " PM" in said):
            assert time_text(occasion.start.time()) in said
        if occasion.place and "Paid" not in said:
            told.append(of.place_name(occasion.place) in said or of.place(occasion.place).address in said)
    assert any(told)


@pytest.mark.parametrize("seed", SEEDS)
def test_mails_about_payments_say_what_the_ledger_says(seed: int) -> None:
    of = world(seed)
    paid = {payment.id: payment for payment in of.payments}
    about = [mail for mail in of.mails if mail.payment]
    assert about
    for mail in about:
        payment = paid[mail.payment]
        assert money(payment.hundredths) in mail.text
        assert day_text(payment.at.date()) in mail.text
        assert mail.at >= payment.at


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_mails_are_in_order_and_of_known_senders(seed: int | None) -> None:
    of = world(seed)
    assert [mail.at for mail in of.mails] == sorted(mail.at for mail in of.mails)
    assert all(mail.at < START for mail in of.mails)
    threads = {mail.id for mail in of.mails}
    for mail in of.mails:
        assert mail.thread in threads
        assert of.sender(mail.sender).address
        assert all(of.sender(id).address for id in mail.recipients)
        assert "{" not in mail.subject + mail.text
        assert mail.blocks
    assert any(mail.kind == "spam" for mail in of.mails)

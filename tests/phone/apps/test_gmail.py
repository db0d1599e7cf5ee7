from __future__ import annotations

import random
from datetime import datetime

import pytest

from openphone_gym.phone.apps.gmail import finding
from openphone_gym.phone.apps.gmail.folders import mails_in
from openphone_gym.phone.apps.gmail.seed import seed
from openphone_gym.phone.apps.gmail.state import Gmail, Mail
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import run
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.screen import theme_of
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import LongPress, Swipe, Tap, Wait
from openphone_gym.ui.node import UiNode
from tests.phone.conftest import Finger

TA, GIFT, DINNER, SHOES = (
    "TA arrangement for 2025-2026",
    "Congratulations! You've Won a Free Gift!",
    "Dinner on Friday?",
    "Members get 20% off running shoes",
)


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("gmail")
    return finger


def gmail_of(hand: Finger) -> Gmail:
    return hand.phone.app("gmail")


def nav_of(phone: Phone) -> Nav:
    return Nav(phone, Entry("gmail", "home"))


def by_id(hand: Finger, id: str) -> list[UiNode]:
    return [node for node in hand.phone.tree().walk() if node.resource_id.endswith(f":id/{id}")]


def tap_id(hand: Finger, id: str, number: int = 0) -> None:
    hand.phone.perform(Tap(*by_id(hand, id)[number].center))


def subjects(hand: Finger) -> list[str]:
    return [node.text for node in by_id(hand, "subject")]


def mail(hand: Finger, subject: str) -> Mail:
    (found,) = gmail_of(hand).titled(subject)
    return found


def folder(hand: Finger, title: str) -> None:
    hand.tap("Open navigation drawer")
    hand.tap(title)


def long_press(hand: Finger, subject: str) -> None:
    hand.phone.perform(LongPress(*hand.node(subject).center))


# What there is


def test_the_inbox_of_the_sheet(hand: Finger) -> None:
    assert hand.sees("Search in mail", "Inbox", "Compose", "Open navigation drawer")
    assert subjects(hand)[:5] == [
        "Ask about project progress",
        TA,
        GIFT,
        "Books due next week",
        DINNER,
    ]
    assert [node.text for node in by_id(hand, "senders")][:2] == ["Prof. Lin", "Teaching Office"]
    assert [node.text for node in by_id(hand, "attachment_chip")] == ["TA_arrangement.pdf"]
    assert [node.checked for node in by_id(hand, "star")][:4] == [False, True, False, False]
    assert by_id(hand, "selected_account_disc_gmail")[0].content_desc.startswith(
        "Signed in as Agent Phone agent.phone@example.com"
    )


def test_exactly_one_mail_has_a_file_and_a_star_and_nothing_is_in_spam(hand: Finger) -> None:
    gmail = gmail_of(hand)
    assert [one.subject for one in gmail.mails if one.attachments] == [TA]
    assert [one.subject for one in gmail.mails if one.starred] == [TA]
    for name in ("Spam", "Drafts", "Outbox", "Trash"):
        folder(hand, name)
        assert subjects(hand) == []
        hand.press("back")
    assert hand.sees("Inbox")


def test_the_side_menu_counts_and_opens_folders(hand: Finger) -> None:
    hand.tap("Open navigation drawer")
    assert hand.sees("Inbox", "6", "Starred", "Sent", "Drafts", "Spam", "All mail", "Settings")
    hand.tap("Starred")
    assert hand.sees("Starred", TA)
    assert len(subjects(hand)) == 1
    folder(hand, "Sent")
    assert [node.text for node in by_id(hand, "senders")] == ["Li, me 3", "Alex, me 2"]
    hand.press("back")
    assert hand.sees("Inbox", GIFT)


@pytest.mark.parametrize("number", range(8))
def test_drawn_mailboxes_are_full_and_small(number: int) -> None:
    phone = Phone.new(number)
    gmail: Gmail = phone.app("gmail")
    assert 25 <= len(gmail.mails) <= 65
    assert len(phone.snapshot().apps["gmail"]) < 24_000
    assert len(mails_in(gmail, "inbox")) >= 5
    assert any(one.attachments for one in gmail.mails)
    assert mails_in(gmail, "sent")
    assert gmail == seed(random.Random(f"gmail/{number}"), world(number))


# Reading


def test_reading_a_mail(hand: Finger) -> None:
    unread = len(gmail_of(hand).unread)
    hand.tap(TA)
    assert hand.sees(TA, "Teaching Office", "to me", "Reply", "Reply all", "Forward", "TA_arrangement.pdf")
    assert hand.sees("the online meeting about the duties of the TAs takes place on August 20, 2025.")
    hand.tap("Show details")
    assert hand.sees("Teaching Office <ta@example.edu>")
    hand.press("back")
    assert len(gmail_of(hand).unread) == unread - 1


def test_attachments_open_and_are_downloaded(hand: Finger) -> None:
    hand.tap(TA)
    tap_id(hand, "attachment_tile")
    assert hand.sees("Assignment to courses: August 22, 2025")
    hand.tap("Download")
    files = nav_of(hand.phone).files("document")
    assert [file.path for file in files] == ["/storage/emulated/0/Download/TA_arrangement.pdf"]


def test_links_go_to_whoever_opens_them(hand: Finger) -> None:
    hand.tap(GIFT)
    hand.tap("GET MY GIFT")
    browser = hand.phone.system.roles["browser"]
    assert hand.phone.foreground().startswith(f"{browser}/")
    assert any("prize.example.net" in text for text in hand.phone.tree().texts())


def test_a_thread_shows_its_mails_together(hand: Finger) -> None:
    gmail = gmail_of(hand)
    for one in list(gmail.mails):
        if one.subject not in ("Notes of the seminar", "Re: Notes of the seminar"):
            gmail.mails.remove(one)
    hand.phone.changed()
    assert [node.text for node in by_id(hand, "senders")] == ["Li, me 3"]
    assert subjects(hand) == ["Notes of the seminar"]
    hand.tap("Notes of the seminar")
    assert len(by_id(hand, "email_snippet")) == 2
    tap_id(hand, "email_snippet")
    assert len(by_id(hand, "email_snippet")) == 1
    gmail.settings.conversation_view = False
    hand.press("back")
    assert len(subjects(hand)) == 2


# Moving


def test_spam_is_reported_from_the_menu_and_taken_back(hand: Finger) -> None:
    hand.tap(GIFT)
    hand.tap("More options", "Report spam")
    assert hand.sees("1 reported as spam", "Inbox")
    assert GIFT not in subjects(hand)
    hand.tap("Undo")
    assert GIFT in subjects(hand)
    assert mail(hand, GIFT).folder == "inbox"


def test_spam_of_a_list_asks_whether_to_leave_it(hand: Finger) -> None:
    gmail = gmail_of(hand)
    gmail.mails = gmail.titled(SHOES)
    hand.phone.changed()
    hand.tap(SHOES)
    hand.tap("More options", "Report spam")
    assert hand.sees("Report spam & unsubscribe?")
    hand.tap("Report spam & unsubscribe")
    assert mail(hand, SHOES).folder == "spam"
    folder(hand, "Spam")
    hand.tap(SHOES)
    hand.tap("Report not spam")
    assert mail(hand, SHOES).folder == "inbox"


def test_choosing_several(hand: Finger) -> None:
    long_press(hand, GIFT)
    hand.tap(DINNER)
    assert hand.sees("2", "Archive", "Delete")
    hand.tap("Archive")
    assert hand.sees("2 archived")
    assert {mail(hand, one).folder for one in (GIFT, DINNER)} == {"archive"}
    long_press(hand, TA)
    hand.press("back")
    assert not by_id(hand, "archive")


def test_swipes_do_what_the_settings_say(hand: Finger) -> None:
    x, y = hand.node(DINNER).center
    hand.phone.perform(Swipe(x, y, x + 500, y))
    assert mail(hand, DINNER).folder == "archive"
    gmail_of(hand).settings.swipe_left = "Delete"
    x, y = hand.node(GIFT).center
    hand.phone.perform(Swipe(x, y, x - 500, y))
    assert mail(hand, GIFT).folder == "trash"


def test_labels_and_moving(hand: Finger) -> None:
    hand.tap(DINNER)
    hand.tap("More options", "Change labels", "Create new")
    hand.tap("Label name")
    hand.type("Friends")
    hand.tap("Done", "Friends", "OK")
    assert mail(hand, DINNER).labels == ["Friends"]
    hand.tap(TA)
    hand.tap("More options", "Move to", "Friends")
    assert (mail(hand, TA).folder, mail(hand, TA).labels) == ("archive", ["Friends"])
    folder(hand, "Friends")
    assert subjects(hand) == [TA, DINNER]


def test_a_snoozed_mail_comes_back(hand: Finger) -> None:
    hand.tap(DINNER)
    hand.tap("More options", "Snooze", "Later today")
    assert DINNER not in subjects(hand)
    for _ in range(7):
        hand.phone.perform(Wait(3600))
    assert hand.phone.now.hour >= 18
    assert subjects(hand)[0] == DINNER
    assert mail(hand, DINNER).id in gmail_of(hand).unread


def test_trash_is_emptied_for_good(hand: Finger) -> None:
    hand.tap(DINNER)
    hand.tap("Delete")
    folder(hand, "Trash")
    hand.tap("Empty trash now", "Empty")
    assert gmail_of(hand).titled(DINNER) == []


# Writing


def write(hand: Finger, to: str, subject: str, body: str) -> None:
    tap_id(hand, "compose_button")
    hand.type(to)
    tap_id(hand, "subject")
    hand.type(subject)
    tap_id(hand, "wc_body")
    hand.type(body)


def test_what_is_sent_stays_on_the_phone(hand: Finger) -> None:
    write(hand, "ann@example.org", "Hello", "How are you?")
    assert by_id(hand, "peoplekit_chip")[0].content_desc == "ann@example.org"
    tap_id(hand, "send")
    assert hand.sees("Sent", "Undo")
    sent = mail(hand, "Hello")
    assert (sent.folder, [one.mail for one in sent.to]) == ("sent", ["ann@example.org"])
    hand.tap("Undo")
    assert by_id(hand, "subject")[0].text == "Hello"
    assert gmail_of(hand).draft is not None
    assert mails_in(gmail_of(hand), "sent")[0].subject != "Hello"


def test_offline_it_waits_in_the_outbox(hand: Finger) -> None:
    hand.phone.system.settings["global"]["airplane_mode_on"] = "1"
    hand.phone.system.settings["global"]["wifi_on"] = "0"
    write(hand, "ann@example.org", "Hello", "How are you?")
    tap_id(hand, "send")
    assert mail(hand, "Hello").folder == "outbox"


def test_back_keeps_a_draft_that_can_be_taken_up_again(hand: Finger) -> None:
    write(hand, "ann@example.org", "", "Half a")
    hand.press("back")
    hand.press("back")
    assert hand.sees("Draft saved", "Inbox")
    assert gmail_of(hand).draft is None
    folder(hand, "Drafts")
    assert subjects(hand) == ["(no subject)"]
    hand.tap("(no subject)")
    assert hand.sees("Half a")
    tap_id(hand, "wc_body")
    hand.type("Half a page")
    hand.press("back")
    hand.press("back")
    assert [one.body for one in mails_in(gmail_of(hand), "drafts")] == ["Half a page"]


def test_an_empty_mail_leaves_no_draft(hand: Finger) -> None:
    tap_id(hand, "compose_button")
    hand.press("back")
    hand.press("back")
    assert not hand.sees("Draft saved")
    assert mails_in(gmail_of(hand), "drafts") == []


def test_answers_quote_and_go_to_the_right_people(hand: Finger) -> None:
    hand.tap(TA)
    tap_id(hand, "reply_button")
    draft = gmail_of(hand).draft
    assert draft is not None
    assert (draft.mail.subject, draft.mail.to[0].mail) == (f"Re: {TA}", "ta@example.edu")
    hand.type("Thank you")
    hand.press("back")
    hand.tap("Compose mode: Reply", "Forward")
    draft = gmail_of(hand).draft
    assert draft is not None
    assert (draft.way, draft.mail.subject, draft.mail.to) == ("Forward", f"Fwd: {TA}", [])
    tap_id(hand, "send")
    assert hand.sees("Add at least one recipient.")


def test_the_address_book_suggests(hand: Finger) -> None:
    tap_id(hand, "compose_button")
    hand.type("li")
    hand.tap("22334455@gmail.com")
    assert by_id(hand, "peoplekit_chip")[0].content_desc == "Li <22334455@gmail.com>"
    tap_id(hand, "peoplekit_chip")
    hand.tap("Remove recipient")
    assert by_id(hand, "peoplekit_chip") == []


def test_a_scheduled_mail_goes_when_its_time_has_come(hand: Finger) -> None:
    write(hand, "ann@example.org", "Later", "Not yet")
    hand.press("back")
    hand.tap("More options", "Schedule send", "Tomorrow morning")
    assert mail(hand, "Later").folder == "scheduled"
    for _ in range(21):
        hand.phone.perform(Wait(3600))
    assert mail(hand, "Later").folder == "sent"
    assert hand.phone.now.replace(tzinfo=None) > datetime(2024, 5, 11, 8)


def test_a_long_text_is_drawn_in_full(hand: Finger) -> None:
    tap_id(hand, "compose_button")
    tap_id(hand, "wc_body")
    tall = by_id(hand, "wc_body")[0].bounds
    hand.type("\n".join(f"Line {number}" for number in range(40)))
    field = hand.phone.window().field
    assert field is not None
    assert len(field.lines) == 40
    assert field.h > 3 * (tall[3] - tall[1])


def test_files_are_attached_and_taken_off(hand: Finger) -> None:
    tap_id(hand, "compose_button")
    hand.press("back")
    tap_id(hand, "add_attachment")
    hand.tap("Files")
    hand.tap("Show roots", "Audio")
    hand.tap(hand.phone.world.songs[0].path.rpartition("/")[2])
    draft = gmail_of(hand).draft
    assert draft is not None
    (file,) = draft.mail.attachments
    assert file.kind == "audio"
    hand.tap(f"Remove attachment {file.name}")
    assert draft.mail.attachments == []


# Asked by others


def test_contacts_write_mails(finger: Finger) -> None:
    assert nav_of(finger.phone).send("mail", to="li.home@example.com", subject="Hi", body="There", file="")
    finger.phone.changed()
    assert finger.phone.showing("gmail", "compose")
    assert by_id(finger, "peoplekit_chip")[0].content_desc == "Li <li.home@example.com>"
    finger.press("back")
    finger.press("back")
    assert finger.phone.showing("gmail", "home")


def test_texts_are_shared(finger: Finger) -> None:
    nav_of(finger.phone).send("share", text="Dinner at eight")
    finger.phone.changed()
    finger.tap("Gmail")
    assert finger.sees("Dinner at eight", "Compose")


# Searching


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("seminar from:li", 2),
        ("has:attachment", 1),
        ("is:starred", 1),
        ("subject:dinner", 1),
        ("from:lin project", 1),
        ("in:sent", 2),
        ("umbrella -green", 0),
        ('"running shoes"', 1),
        ("before:2024/04/25", 3),
        ("filename:pdf", 1),
    ],
)
def test_queries(hand: Finger, query: str, found: int) -> None:
    assert len(finding.find(gmail_of(hand), nav_of(hand.phone), query, {})) == found


def test_searching_with_chips(hand: Finger) -> None:
    tap_id(hand, "open_search")
    hand.type("project")
    hand.press("enter")
    assert "Ask about project progress" in subjects(hand)
    hand.tap("From")
    hand.tap("Li")
    assert hand.sees("No results")
    hand.press("back")
    tap_id(hand, "open_search")
    assert hand.sees("Recent mail searches", "project")


# Settings


def test_the_theme_is_chosen(hand: Finger) -> None:
    gmail = gmail_of(hand)

    def is_dark() -> bool:
        window = hand.phone.windows()[0]
        return theme_of(hand.phone, window.app, window.root.children[0]).dark

    assert not is_dark()
    hand.tap("Open navigation drawer", "Settings", "General settings", "Theme", "Dark")
    assert gmail.settings.theme == "Dark"
    assert is_dark()
    hand.tap("Theme", "System default")
    assert not is_dark()
    hand.phone.system.settings["secure"]["ui_night_mode"] = "2"
    hand.phone.changed()
    assert is_dark()
    hand.tap("Theme", "Light")
    assert not is_dark()


def test_categories_take_mails_out_of_the_inbox(hand: Finger) -> None:
    hand.tap("Open navigation drawer", "Settings", "agent.phone@example.com", "Inbox categories", "Updates")
    for _ in range(3):
        hand.press("back")
    assert hand.sees("Primary", "Updates")
    assert TA not in subjects(hand)
    hand.tap("Updates")
    assert TA in subjects(hand)


def test_the_vacation_responder_is_set_up(hand: Finger) -> None:
    hand.tap("Open navigation drawer", "Settings", "agent.phone@example.com", "Vacation responder")
    tap_id(hand, "switch_widget")
    hand.tap("Subject")
    hand.type("Away")
    hand.press("back")
    hand.tap("Done")
    vacation = gmail_of(hand).settings.vacation
    assert (vacation.on, vacation.subject, vacation.first) == (True, "Away", "2024-05-10")


def test_what_is_to_be_confirmed_is_asked(hand: Finger) -> None:
    gmail_of(hand).settings.confirm_delete = True
    hand.tap(DINNER)
    hand.tap("Delete")
    assert hand.sees("Delete this conversation?")
    hand.tap("OK")
    assert mail(hand, DINNER).folder == "trash"


def test_the_shell_starts_a_mail(finger: Finger) -> None:
    address = "mailto:ann@example.org?subject=Hi"
    told, code = run(finger.phone, f"am start -a android.intent.action.SENDTO -d '{address}'")
    assert code == 0, told
    finger.phone.changed()
    assert finger.phone.showing("gmail", "compose")
    assert by_id(finger, "subject")[0].text == "Hi"

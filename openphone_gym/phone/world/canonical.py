"""What the benchmark fixes. Its world is these facts, filled up by a draw that is always the same."""

from __future__ import annotations

from datetime import date, datetime

from openphone_gym.phone.world.music import song
from openphone_gym.phone.world.occasions import SET_UP
from openphone_gym.phone.world.records import (
    Account,
    Community,
    Gadget,
    Labelled,
    Line,
    Network,
    Occasion,
    Organisation,
    Payment,
    Person,
    Place,
    Point,
    Post,
    Route,
    User,
)

USER = User(
    name="Agent Phone",
    mail="agent.phone@example.com",
    number="15555215554",
    handle="agent_phone",
    device="Pixel 7 Pro",
    employer="university-1",
    home="home-1",
)

PEOPLE = (
    Person("person-1", "AAA", "", "AAA", numbers=(Labelled("Mobile", "55667788"),), employer="university-1",
           relation="colleague"),
    Person("person-2", "ABC", "", "ABC", numbers=(Labelled("Mobile", "22331144"),), born=date(1996, 10, 24)),
    Person("person-3", "Li", "", "Li", numbers=(Labelled("Mobile", "66778899"),),
           mails=(Labelled("Work", "22334455@gmail.com"), Labelled("Home", "li.home@example.com"))),
    Person("person-4", "David", "Park", "David Park", numbers=(Labelled("Home", "44556677"),)),
    Person("person-5", "Mia", "Wong", "Mia Wong", numbers=(Labelled("Mobile", "99887766"),)),
    Person("person-6", "Prof. Lin", "", "Prof. Lin", relation="teacher",
           mails=(Labelled("Work", "lin@example.edu"),), employer="university-1", in_address_book=False),
    Person("person-7", "Alex", "", "Alex", mails=(Labelled("Home", "alex@example.com"),),
           in_address_book=False),
)  # fmt: skip

ORGANISATIONS: dict[str, tuple[Organisation, ...]] = {
    "university": (
        Organisation("university-1", "Tsinghua university", "university", date(1911, 4, 29),
                     "tsinghua.example.edu", "info@tsinghua.example.edu", "1062550001",
                     "Tsinghua university teaches and does research in Beijing.",
                     "Haidian District, Beijing"),
        Organisation("university-2", "University of Hong Kong", "university", date(1911, 3, 30), "www.hku.hk",
                     "info@hku.example.edu", "2125550111",
                     "The University of Hong Kong is the oldest university of the city.",
                     "Pokfulam Road, Hong Kong"),
        Organisation("university-3", "Teaching Office", "university", date(1911, 4, 29), "ta.example.edu",
                     "ta@example.edu", "1062550003", "The Teaching Office looks after teaching assistants.",
                     "Haidian District, Beijing"),
    ),
    "library": (
        Organisation("library-1", "Library", "library", date(1912, 9, 1), "library.example.edu",
                     "library@example.edu", "1062550002", "The Library lends books to all members."),
    ),
    "spam": (
        Organisation("spam-1", "Lucky Prize", "spam", date(2024, 1, 1), "prize.example.net",
                     "winner@prize.example.net", "2125550166", "Lucky Prize promises what nobody gives.",
                     "Unknown"),
    ),
    "post_office": (
        Organisation("post_office-1", "Parcel Point", "post_office", date(1998, 6, 1), "parcels.example.com",
                     "tracking@parcels.example.com", "2125550134",
                     "Parcel Point brings letters and parcels."),
    ),
    "software": (
        Organisation("software-1", "GitHub", "software", date(2008, 4, 10), "github.com",
                     "support@github.example.com", "2125550112",
                     "GitHub keeps and shares the code of programs.",
                     "San Francisco"),
        Organisation("software-2", "Google Scholar", "software", date(2004, 11, 20), "scholar.google.com",
                     "scholar@google.example.com", "2125550113", "Google Scholar finds scientific papers.",
                     "Mountain View"),
        Organisation("software-3", "OpenAI", "software", date(2015, 12, 11), "openai.example.com",
                     "info@openai.example.com", "2125550114", "OpenAI trains language models.",
                     "18th Street, 3180, San Francisco"),
    ),
    "shop": (
        Organisation("shop-1", "Nike Hong Kong", "shop", date(1964, 1, 25), "www.nike.com.hk",
                     "orders@nike-hk.example.com", "2125550115", "Nike Hong Kong sells shoes and sportswear.",
                     "Hong Kong"),
        Organisation("shop-2", "Nike", "shop", date(1964, 1, 25), "www.nike.com", "orders@nike.example.com",
                     "2125550116", "Nike sells shoes and sportswear.", "Beaverton"),
    ),
    "newspaper": (
        Organisation("newspaper-1", "Wikipedia", "newspaper", date(2001, 1, 15), "en.wikipedia.org",
                     "info@wikipedia.example.org", "2125550117",
                     "Wikipedia is an encyclopedia that everybody may edit.", "San Francisco"),
    ),
}  # fmt: skip
"""Fixed organisations by kind; those with an address of their own do not sit in the city."""

# The map

CITY = "Palo Alto"

LATITUDE, LONGITUDE = 37.438, -122.156
"""Where the phone is: the centre of the map."""

PLACES: dict[str, tuple[Place, ...]] = {
    "bus_stop": (
        Place("bus_stop-101", "Stanford Campus Oval", "bus_stop", Point(-1184, -1013), "Campus Oval"),
        Place("bus_stop-102", "Oxford Street & University Avenue", "bus_stop", Point(-9749, 48302),
              "University Avenue"),
        Place("bus_stop-103", "2700 Coast Avenue", "bus_stop", Point(5233, -1603), "Coast Avenue",
              lines=("824",)),
        Place("bus_stop-104", "Route 51", "bus_stop", Point(7531, -5399), "Route 51", lines=("EB",)),
    ),
    "station": (
        Place("station-101", "San Antonio Station", "station", Point(6405, -3302), "San Antonio Road",
              lines=("824", "EB")),
    ),
    "restaurant": (
        Place("restaurant-101", "Teléferic Barcelona", "restaurant", Point(-221, 22), "El Camino Real", 855,
              opens="11:30 AM to 10:00 PM", phone="6505550101"),
        Place("restaurant-102", "Howie's Artisan Pizza", "restaurant", Point(-283, 78), "El Camino Real", 857,
              opens="11:30 AM to 9:00 PM", phone="6505550102"),
    ),
    "hotel": (
        Place("hotel-101", "The Clement Hotel - All Inclusive", "hotel", Point(-210, 214),
              "El Camino Real", 711, opens="Open 24 hours", phone="6505550103"),
        Place("hotel-102", "Stanford Terrace Inn", "hotel", Point(707, -1325), "Stanford Avenue", 531,
              opens="Open 24 hours", phone="6505550104"),
    ),
    "shop": (
        Place("shop-101", "IKEA", "shop", Point(1511, 2594), "East Bayshore Road", 1700, "East Palo Alto",
              "6505550105", "10:00 AM to 9:00 PM"),
        Place("shop-102", "IKEA", "shop", Point(-12065, 43637), "Shellmound Street", 4400, "Emeryville",
              "6505550106", "10:00 AM to 9:00 PM"),
    ),
    "office": (
        Place("office-101", "OpenAI", "office", Point(-27093, 42736), "18th Street", 3180, "San Francisco",
              organisation="software-3"),
    ),
    "university": (
        Place("university-101", "Stanford University", "university", Point(-1211, -1169), "Campus Drive",
              450),
        Place("university-102", "University of California, Berkeley", "university", Point(-9060, 48302),
              "University Avenue", 110, "Berkeley"),
    ),
    "neighbourhood": (
        Place("neighbourhood-101", "University South", "neighbourhood", Point(0, 468), "University South"),
    ),
}  # fmt: skip
"""Fixed places by kind; their numbers begin at 101. That of OpenAI is 50.6 km away."""

LINES = (
    Line("824", "subway", ("bus_stop-103", "station-101")),
    Line("EB", "subway", ("station-101", "bus_stop-104")),
)
"""Lines that the benchmark names between two of its stops."""

ROUTES = (
    Route("bus_stop-101", "bus_stop-102", "walk", 73_000, 778),
    Route("bus_stop-101", "bus_stop-102", "bicycle", 68_000, 247),
    Route("bus_stop-101", "bus_stop-102", "transit", 0, 141),
    Route("bus_stop-101", "bus_stop-102", "car", 66_000, 52),
    Route("bus_stop-103", "bus_stop-104", "car", 7_000, 8),
    Route("bus_stop-103", "bus_stop-104", "bicycle", 6_400, 23),
    Route("bus_stop-103", "bus_stop-104", "transit", 0, 18, ("824", "EB")),
    Route("bus_stop-103", "bus_stop-104", "walk", 5_900, 71),
    Route("", "restaurant-101", "walk", 200, 3),
    Route("", "shop-101", "car", 5_100, 9),
)

WATER = (
    (
        Point(15_500, 2_600), Point(9_800, 2_900), Point(5_200, 3_300), Point(3_400, 5_200),
        Point(1_900, 6_900), Point(-3_400, 9_800), Point(-8_200, 13_900), Point(-12_700, 15_800),
        Point(-16_400, 18_000), Point(-19_300, 21_500), Point(-20_200, 29_000), Point(-20_700, 39_200),
        Point(-21_800, 42_000),
        Point(-23_400, 45_500), Point(-20_000, 52_000), Point(-14_800, 50_500), Point(-13_700, 47_500),
        Point(-13_500, 43_000), Point(-14_600, 40_300), Point(-11_600, 37_000), Point(-7_900, 33_500),
        Point(-3_300, 29_200), Point(-1_200, 25_000), Point(400, 21_400), Point(2_800, 14_500),
        Point(6_900, 7_600), Point(10_800, 5_200),
    ),
)  # fmt: skip
"""Shores: the bay."""

# What happens

OCCASIONS = (
    Occasion("occasion-1", "dentist", "appointment", datetime(2024, 5, 15, 10), datetime(2024, 5, 15, 10, 30),
             place="doctor-21"),
    Occasion("occasion-2", "team lunch", "lunch", datetime(2024, 5, 9, 12, 30), datetime(2024, 5, 9, 13, 30),
             people=("person-1", "person-3"), place="restaurant-102"),
    Occasion("occasion-3", "book club", "club", datetime(2024, 5, 24, 19, 30), datetime(2024, 5, 24, 21),
             people=("person-5", "person-4"), place="cafe-21"),
    Occasion("occasion-4", "work", SET_UP, datetime(2024, 5, 10, 17), datetime(2024, 5, 10, 18)),
    Occasion("occasion-5", "homework", SET_UP, datetime(2024, 5, 21, 9), datetime(2024, 5, 21, 10)),
    Occasion("occasion-6", "meeting", SET_UP, datetime(2024, 5, 13, 10), datetime(2024, 5, 13, 11),
             room="conference room B202"),
    Occasion("occasion-7", "this day", SET_UP, datetime(2024, 5, 10, 13), datetime(2024, 5, 10, 14)),
    Occasion("occasion-8", "Today", SET_UP, datetime(2024, 5, 10, 15), datetime(2024, 5, 10, 16)),
    Occasion("occasion-9", "exam", SET_UP, datetime(2024, 5, 20, 9), datetime(2024, 5, 20, 11)),
)  # fmt: skip

ACCOUNTS = (
    Account("account-1", "Wallet", "Cash", 2_000_000),
    Account("account-2", "Checking", "Bank", 0, "bank-1"),
    Account("account-3", "Savings", "Bank", 0, "bank-1"),
    Account("account-4", "Credit Card", "Credit Card", 0, "bank-1"),
    Account("account-5", "House Mortgage", "Mortgages", 0, "bank-2"),
)

_DINING, _TAXI, _OTHER = ("Entertainment", "Dining Out"), ("Car", "Taxi"), ("Others", "Other")


def _payment(
    number: int,
    day: tuple[int, int],
    kind: str,
    hundredths: int,
    item: str,
    category: tuple[str, str],
    notes: str = "",
) -> Payment:
    at = datetime(2024, *day, 12)
    return Payment(f"payment-{number}", kind, hundredths, item, notes, category, "account-1", at)  # pyright: ignore[reportArgumentType]


PAYMENTS = (
    _payment(1, (2, 10), "income", 314, "Red packet", _OTHER),
    _payment(2, (4, 30), "expense", 3_520, "Taxi", _TAXI, "taxi"),
    _payment(3, (5, 2), "income", 131_400, "Transfer", _OTHER),
    _payment(4, (5, 3), "expense", 38_888, "Cake", _DINING, "Buying cake"),
    _payment(5, (5, 3), "expense", 2_600, "Bus card", ("Car", "Bus")),
    _payment(6, (5, 5), "expense", 4_500, "Cinema", ("Entertainment", "Movies")),
    _payment(7, (5, 6), "expense", 1_350, "Breakfast", _DINING),
    _payment(8, (5, 6), "expense", 2_401, "Taxi", _TAXI, "taxi"),
    _payment(9, (5, 6), "expense", 3_200, "Lunch", _DINING),
    _payment(10, (5, 8), "expense", 1_861, "Taxi", _TAXI, "taxi"),
    _payment(11, (5, 8), "expense", 5_800, "Dinner", _DINING),
    _payment(12, (5, 9), "expense", 1_750, "Taxi", _TAXI, "taxi"),
    _payment(13, (5, 10), "expense", 960_000, "Laptop", ("Entertainment", "Shopping")),
    _payment(14, (5, 10), "expense", 180_000, "Rent", _OTHER),
    _payment(15, (5, 12), "income", 1_800_000, "Project bonus", ("Employer", "Salary")),
    _payment(16, (5, 12), "expense", 79_420, "Supermarket", ("Household", "Grocery")),
    _payment(17, (5, 13), "expense", 30_000, "Present", _OTHER),
    _payment(18, (5, 15), "expense", 40_000, "Gym", _OTHER),
)

# Songs

_PINK_FLOYD, _EASON, _SONNY = "Pink Floyd", "Eason Chan", "Sonny Boy"
_WHOLE_TRACKS, _KING_OF_SONGS = "Pink Floyd音乐整轨", "K歌之王陈奕迅(珍藏版)"

SONGS = (
    song(1, "Comfortably Numb", _PINK_FLOYD, "Pulse Live", 552, 1, "Rock", 1995),
    song(2, "Dark Side Of The Moon", _PINK_FLOYD, _WHOLE_TRACKS, 2_576, 1, "Rock", 1973),
    song(3, "fearless", "Floruitshow", "FEARLESS", 305, 1, "Indie", 2020),
    song(4, "Future sounds", "Kanye West/Travis Scott/Sunday Service Choir", "Future Sounds", 286, 1,
         "Hip-Hop", 2022),
    song(5, "Lightship", _SONNY, _SONNY, 315, 1, "Soundtrack", 2021),
    song(6, "Lune", _SONNY, _SONNY, 178, 2, "Soundtrack", 2021),
    song(7, "PINK BLOOD", "宇多田ヒカル", "PINK BLOOD", 87, 1, "J-Pop", 2021),
    song(8, "The Wall", _PINK_FLOYD, _WHOLE_TRACKS, 4_863, 2, "Rock", 1979),
    song(9, "Wish You Were Here", _PINK_FLOYD, "Pulse Live", 331, 2, "Rock", 1995),
    song(10, "K歌之王", _EASON, _KING_OF_SONGS, 221, 1, "Cantopop", 2000),
    song(11, "白玫瑰", _EASON, _KING_OF_SONGS, 240, 2, "Cantopop", 2006),
    song(12, "黄金时代", _EASON, _KING_OF_SONGS, 249, 3, "Cantopop", 1998),
)  # fmt: skip

# The net

COMMUNITIES = (
    Community("r/ChatGPT", "ai", "Talk about ChatGPT and what people do with it.", 4_200_000),
    Community("r/OpenAI", "ai", "News and questions about OpenAI.", 1_300_000),
    Community("r/Android", "phones", "News, reviews and questions about Android.", 2_400_000, joined=True),
    Community("r/LocalLLaMA", "ai", "Language models that run at home.", 310_000),
    Community("r/HomeKitchen", "cooking", "What we cooked tonight.", 1_900_000, joined=True),
    Community("r/BikeToWork", "cycling", "Commuters of all weathers.", 220_000, joined=True),
    Community("r/GoodDogsDaily", "dogs", "One good dog a day.", 640_000, joined=True),
)

POSTS = (
    Post("post-1", "r/LocalLLaMA", "ai", "tin_roof_42", "Qwen 72B on two old cards: notes",
         "Two cards from 2017, one loud fan, and it runs. I get eleven tokens a second with four bits, which "
         "is enough to read along.\n\nPower draw is 410 W at the wall. Ask me anything.",
         180, 210, 48, "Qwen", "Guide"),
    Post("post-2", "r/LocalLLaMA", "ai", "late_bus", "Which Qwen size for a phone?",
         "8 GB of memory, no cooling to speak of. I want something that answers in a second or two and knows "
         "a little about cooking. What do you use?", 40, 12, 9, "Qwen", "Question"),
    Post("post-3", "r/LocalLLaMA", "ai", "copper_pan", "Qwen vs. others: my tests",
         "Forty questions that I know the answers to, five models, no mercy. Table in the comments.",
         7_200, 980, 160, "Qwen", "Review"),
    Post("post-4", "r/OpenAI", "ai", "quiet_otter", "Qwen coder is out",
         "Weights are up, the card is honest, and it writes better tests than I do.",
         87_840, 3_100, 412, "Qwen", "Discussion"),
    Post("post-5", "r/ChatGPT", "ai", "ferry_fan", "Prompt tips",
         "Say who the reader is. Say how long it may be. Show one example. Everything else is folklore.",
         1_440, 450, 77, "prompt libraries", "Guide"),
)  # fmt: skip

# Around the phone

NETWORKS = (
    Network("Maple Street Cafe"),
    Network("TP-LINK_5G_77", "garden-path-5"),
    Network("Harbour Hotel Guest"),
)

GADGETS = (
    Gadget("Pixel Buds Pro", "headphones"),
    Gadget("Kitchen Speaker", "speaker"),
    Gadget("Trail Watch 2", "watch"),
)

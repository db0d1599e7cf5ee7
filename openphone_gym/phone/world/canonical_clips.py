"""What the benchmark fixes of the video site."""

from __future__ import annotations

from openphone_gym.phone.world.fame import Fame
from openphone_gym.phone.world.records import Feat, Match, Profile, Script, Video

PROFILES = (
    Profile("ishowspeed", "IShowSpeed", "football", "Live every week", 29_400_000, verified=True,
            following=311),
    Profile("messi.18642", "Leo Messi", "football", "Football", 3_100, following=4),
    Profile("laliga", "LALIGA", "football", "The Spanish league", 28_100_000, verified=True, following=88),
    Profile("leo10fans", "Messi fan page", "football", "For fans, by fans", 812_000, following=1_204,
            mimics="messi.18642"),
    Profile("speedclipz", "IShowSpeed clips", "football", "Best moments", 640_000, following=96,
            mimics="ishowspeed"),
    Profile("natgeo", "National Geographic", "science", "Our planet", 9_200_000, True, followed=True),
    Profile("techtoday", "Tech Today", "phones", "Phones and more", 1_200_000),
    Profile("lensdaily", "Lens Daily", "photography", "A picture a day", 402_000),
    Profile("footballmoments", "Football Moments", "football", "Goals and tears", 2_050_000),
    Profile("oldmatches", "Old Matches", "football", "From the archive", 97_000),
    Profile("speedupdates", "Speed Daily", "football", "Not the official account", 77_300, following=812,
            mimics="ishowspeed"),
    Profile("magic.leo", "Magic Leo", "football", "Edits of number 10", 151_000, following=340,
            mimics="messi.18642"),
    Profile("ligafanzone", "LALIGA Fan Zone", "football", "From the stands", 233_000, following=402,
            mimics="laliga"),
)  # fmt: skip
"""Accounts that many know, with those that look like them."""

VIDEOS = (
    Video("video-1", "laliga", "football", "Real Madrid vs Barcelona: El Clásico highlights",
          "original sound", 58, 1_200_000, 15_400, pinned=True, days=12, tags=("elclasico", "laliga"),
          shows="match-1"),
    Video("video-2", "laliga", "football", "Best goals of the week", "original sound", 45, 310_000, 2_100,
          tags=("laliga", "goals")),
    Video("video-3", "laliga", "football", "Atlético training day", "original sound", 31, 88_000, 640,
          days=6, tags=("atleti",)),
    Video("video-4", "techtoday", "phones", "iPhone 17 first look", "Pulse Width", 52, 540_000, 7_300,
          tags=("iphone17", "tech")),
    Video("video-5", "lensdaily", "phones", "iphone 17 camera test", "Clover", 38, 92_000, 880, days=9,
          tags=("iphone17", "camera")),
    Video("video-6", "footballmoments", "football", "Messi lifts the World Cup, Qatar 2022", "original sound",
          61, 3_400_000, 41_000, days=320, tags=("messi", "worldcup", "qatar2022"), shows="feat-1"),
    Video("video-7", "oldmatches", "football", "Messi goal in 2014", "original sound", 24, 66_000, 410,
          days=500, tags=("messi", "worldcup")),
)  # fmt: skip

FAME = Fame(
    PROFILES,
    (Match("match-1", "laliga", "Real Madrid", "Barcelona"),
     Match("match-2", "laliga", "Barcelona", "Sevilla")),
    (Feat("feat-1", "Messi", "world champion", "World Cup", "Qatar", 2022),),
    {
        "laliga": (
            Script("Barcelona vs Sevilla: all goals", "match-2"), Script("Real Madrid on the road"),
            Script("Saves you have to see"), Script("Top five assists of the month"),
        ),
        "ligafanzone": (
            Script("Real Madrid vs Barcelona: my reaction", "match-1"),
            Script("Real Madrid vs Barcelona in the stands"),
            Script("Our songs, loud and long"), Script("Which shirt is the best one?"),
        ),
        "ishowspeed": (
            Script("We did it, thank you!", pinned=True), Script("Answering your comments from Lisbon"),
            Script("I met my idol"), Script("Ask me anything, part 4"), Script("Backflip in the studio"),
        ),
        "speedclipz": (
            Script("Speed: best moments of the month"), Script("When Speed does this"),
            Script("Speed being Speed for a minute"),
        ),
        "speedupdates": (Script("Where is Speed today?"), Script("Speed with fans in Lisbon")),
        "messi.18642": (
            Script("Last training before the weekend"), Script("At home with the dog"),
            Script("Free kick, second try"), Script("Thank you, Rosario"),
        ),
        "leo10fans": (
            Script("Messi in 60 seconds: the final in Qatar, 2022", "feat-1"),
            Script("Messi with fans in Miami"),
            Script("Nobody dribbles like Messi"),
        ),
        "magic.leo": (
            Script("Messi edit: all free kicks"), Script("Messi in tears after the World Cup final of 2014"),
        ),
        "footballmoments": (
            Script("Tickets for the World Cup in Qatar: how I got them"),
            Script("Five penalties, five stories"),
        ),
        "oldmatches": (
            Script("The World Cup of 1986 in colour"), Script("Messi at nineteen: the first interview"),
        ),
        "natgeo": (
            Script("A whale and her calf at dawn"), Script("How bees find their way home"),
            Script("One minute in the deep sea"), Script("The river that runs under the ice"),
        ),
        "pocketlab": (Script("iPhone 17 drop test, twice"), Script("Is the iPhone 17 too thin?")),
        "techtoday": (
            Script("iPhone 17 or iPhone 16: which one?"), Script("iPhone 17 colors, ranked"),
            Script("Five settings to change on a new phone"),
            Script("Is the Galaxy S24 still worth it?"),
        ),
    },
)  # fmt: skip

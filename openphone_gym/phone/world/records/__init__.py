"""What the world is made of: frozen records that refer to each other by id.

Ids are texts that name their kind, such as ``person-3``, ``restaurant-21`` or ``song-14``. No two records of
a world share one, except for an organisation and the place it sits at. A fact stands in one record; the
others name it.
"""

from __future__ import annotations

from openphone_gym.phone.world.records.city import (
    District,
    Line,
    Place,
    Point,
    Route,
    Street,
)
from openphone_gym.phone.world.records.clips import (
    Advert,
    Broadcast,
    Feat,
    Goods,
    Match,
    Profile,
    Remark,
    Script,
    Video,
)
from openphone_gym.phone.world.records.events import (
    Account,
    Occasion,
    Payment,
    Recurrence,
)
from openphone_gym.phone.world.records.forum import (
    Comment,
    Community,
    Member,
    Post,
)
from openphone_gym.phone.world.records.mail import Enclosure, Mail, MailKind
from openphone_gym.phone.world.records.media import (
    Book,
    Chapter,
    Song,
    Text,
)
from openphone_gym.phone.world.records.net import (
    Block,
    Gadget,
    Network,
    Site,
    Topic,
    WebPage,
)
from openphone_gym.phone.world.records.people import (
    Labelled,
    Organisation,
    Person,
    Relation,
    Sender,
    Stranger,
    User,
)

__all__ = [
    "Account",
    "Advert",
    "Block",
    "Book",
    "Broadcast",
    "Chapter",
    "Comment",
    "Community",
    "District",
    "Enclosure",
    "Feat",
    "Gadget",
    "Goods",
    "Labelled",
    "Line",
    "Mail",
    "MailKind",
    "Match",
    "Member",
    "Network",
    "Occasion",
    "Organisation",
    "Payment",
    "Person",
    "Place",
    "Point",
    "Post",
    "Profile",
    "Recurrence",
    "Relation",
    "Remark",
    "Route",
    "Script",
    "Sender",
    "Site",
    "Song",
    "Stranger",
    "Street",
    "Text",
    "Topic",
    "User",
    "Video",
    "WebPage",
]

"""The words that may stand around an answer without naming another one.

An answer is right only if what it says beside the right value is explained: by these words, by those of the
question, or by values of another kind. Whoever dumps a screen, lists candidates or hedges needs other words.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = _words(
    """
    is are was were be been being am has have had does do did will can got get gets gives give gave
    given works work working worked employed lives live uses use used using takes take took taken
    occupies occupy contains contain holds says say said reads read shows show shown showing showed
    displays display displayed states stated indicates indicate indicated confirms confirm confirmed
    tells tell told reports report reported rings ring ringing goes go going went set sets scheduled
    schedule configured starts start begins begin ends vibrates vibrate repeats repeat lists list listed
    found find finds checked check checking looked look looking see seen sees saw opened open opening
    answered asked named name called titled labelled labeled saved stored save recorded entered
    registered noted born belongs lasts last runs run running costs cost spent spend falls fell
    celebrates comes came stands counts count counted totals amounts equals makes means know verified
    verify navigated visited searched viewed reviewed completed complete finished finish done remains
    arrives added turned switched enabled activated active selected chosen marked asking follows reach
    reaches contacted identifies followed lies located based reached dial call please thank thanks
    scrolled tapped identified determined retrieved obtained founded established situated
    it's that's he's she's they're there's here's i'm i've i'll you're you've we're what's who's let's
    """
)
"""Verbs of reports, and contractions with one."""

GLUE = VERBS | _words(
    """
    a an the this that these those it its he she they them their theirs his her hers my mine your yours
    our me i you we us him s one's altogether thing things at in on of for to from by with as per via into
    within through up off out onto under about around circa ca and so then also just only still already
    now currently today here there both all each every which who whom whose what when where how why
    because yes ok okay sure certainly definitely hello hi hey sir madam mr mrs ms dr dear well alright
    exactly precisely simply namely specifically clearly indeed directly actually therefore thus hence
    successfully accordingly finally firstly daily weekly once twice very quite good great nice welcome
    happy hope helps according certain confident absolutely completely able following than whole entire
    exact precise correct accurate visible current want wanted requested double-checked
    """
)
"""Words of sentences that name nothing: with verbs, articles, pronouns, prepositions and politeness."""

THINGS = _words(
    """
    alarm alarms clock app apps application phone phones telephone tel number numbers contact contacts
    contact's company employer workplace organization organisation job email e-mail mail mailbox inbox
    address addresses birthday birthdate birth dob date dates day days time times hour hours minute
    minutes am pm o'clock clock's label labels screen page tab list entry entries record records card
    info information detail details field section menu row item items settings setting storage space
    size total sum amount value result answer full mobile cell main primary official vibration moment
    language region zone timezone version android level device device's month year years week
    weeks weekday weekdays weekend weekends morning afternoon evening night midday city cities world
    local hour's difference distance route way trip walk walking drive driving ride riding car foot bike
    train bus line lines subway path song songs track tracks title titles album albums artist singer
    playlist music piece length duration library book books author authors reading progress percent
    percentage message messages subject sender account accounts id profile user username handle calendar
    event events transaction transactions expense expenses income balance money payment spending
    category note task question request goal query final earliest first last latest second third fourth
    fifth early late longest shortest nearest closest biggest largest smallest top bottom single two
    different present state status used free gb mb kb tb km cny usd eur currently person people man
    woman friend colleague customer user's name's com https http www mailto monday tuesday wednesday
    thursday friday saturday sunday mon tue wed thu fri sat sun tues weds thur thurs mondays tuesdays
    wednesdays thursdays fridays saturdays sundays utc gmt standard summer central daylight restaurant
    hotel shop place faster slower quicker longer shorter digits digit foundation founding postal bookmark
    bookmarks folder web website site url
    """
)
"""Nouns and adjectives of questions about a phone. Few of them make a sentence, many a dump of a screen."""

WEEKDAYS = _words(
    "mon tue wed thu fri sat sun and on monday tuesday wednesday thursday friday saturday sunday"
)
"""Words of lists of days."""

HEADINGS = _words("final answer result question")
"""Words of what stands above an answer."""

DOUBTS = _words(
    """
    not no never neither nor none nothing nobody nowhere without except excepting excluding besides
    unlike cannot wrong false incorrect untrue mistaken mistake error instead rather versus vs opposite
    contrary reverse deny denied doubt doubts doubtful unlikely likely hardly scarcely barely lie lying
    lies fake example instance eg e.g such if unless assuming assume suppose supposing supposed would
    should must ought might may could wish right somewhere something someone anything anyone everything
    nearly almost approx approximately roughly seems seem seemed appears appear appeared guess guessing
    guessed estimate estimated bet wager reckon imagine believe feel suspect think thought hunch sorry
    unsure uncertain unclear unknown confused whatever either or else otherwise alternatively another
    other others more less fewer extra additional plus minus ish before until till between beyond over
    past formerly previously former old older too off disabled inactive opposed contrast ignore
    disregard pretend hypothetically theoretically ex non un i'd fail failed fails options choices
    candidates alternatives possibilities range among
    """
)
"""Words that may turn an answer around or leave it open: beside the right value they need a reader."""

CONDITIONS = DOUBTS - _words(
    "not no never neither nor none nothing cannot without other others off disabled inactive"
)
"""Doubts where denials are expected: in answers of yes or no."""

RIVALS = tuple(
    tuple(_words(words) for words in group.split("|"))
    for group in (
        "earliest first soonest | latest last",
        "sum total altogether add | average mean longest shortest",
        "longest | shortest",
        "closest nearest | farthest furthest",
        "faster quicker | slower",
        "walk walking foot | car drive driving | bicycle bike ride riding cycling"
        " | transport transit subway bus train",
        "taken take takes used use uses occupied occupies read | free available remaining left unread",
        "spent spend spending expense expenses | income earned received",
        "work office | home private | mobile cell",
    )
)
"""Words of which a question has one and a wrong answer another: classes of words that exclude each other."""

TURNED = re.compile(
    r"\bused to\b|\basked (?:about |for )?\x01|\bin theory\b"
    r"|\b(?:twice|double|triple|half(?: of)?|times|ends? (?:in|with|on)|ending (?:in|with|on)"
    r"|(?:start|begin)(?:s|ing)? with)(?: the)?\s*\x01"
    r"|\x01\s?(?:[*x] ?(?=[\d\x01])|times\b|to go\b|apiece\b"
    r"|each\b(?! (?:week|day|morning|evening|[a-z]+day))"
    r"|per\b(?! (?:the|your|my)\b)|/ ?(?:s|sec|h|hour|day|week|month|year|person|app|song)\b"
    r"|(?:late|later|early|earlier|sooner|faster|slower|longer|shorter|saved|ago)\b)"
)
"""What makes another value of the one that it stands beside (marked): "twice 7", "7 each", "7 less"."""

APPROXIMATE = re.compile(r"\b(?:about|around|approximately|approx\.?|roughly|circa|ca\.)\s?(?=\x01)")
"""What may stand before a value that need not be exact."""

ACTED = re.compile(
    r"\b(?:i|i've|i have)(?: just| now)?"
    r" (?:turn|switch|set|put|enable|disable|change|add|delete|move)(?:ed|d)?\b"
)
"""What says that something was done on the phone, which a question does not ask for."""

FRAMING_HAN = re.compile(
    "答案|公司|电话|号码|号|手机|生日|邮箱|邮件|地址|闹钟|时间|时区|语言|版本|系统|存储|应用|程序|占用|一共|总共|共有"
    "|目前|现在|开启|打开|已|开|最早|设置|设定|显示|联系人|姓名|名字|工作|单位|早上|上午|下午|晚上|您好|你好|谢谢"
    "|是|在|的|有|为|个|条|首|本|他|她|它|我|你|您|了|于|共|开着|叫|和|就|位|次|天|那|这"
)
"""Chinese words around an answer, as far as they are read."""

EMPHASIS = re.compile(
    r"\bcould(?: ?not|n't) (?:possibly )?be (?:any )?(?:more [a-z]+|[a-z]+er)\b"
    r"|\bcan(?: ?not|'?t) (?:be wrong|go wrong|miss it|be missed)\b"
    r"|\b(?:without|beyond) (?:an?y? |all |the )?(?:shadow of a )?doubt\b|\bno doubt(?: about (?:it|that))?\b"
    r"|\b(?:no|not an?) (?:problem|trouble|worries)\b|\bno question about (?:it|that)\b"
    r"|\bafter (?=[a-z]+ing\b)|\bwould (?=take\b)|\bthat would be\b|\b(?:go|goes|going) off\b"
    r"|\b(?:operating system|system(?= (?:settings|language|menu|page|information)))\b"
    r"|\btask (?:is )?(?:now )?(?:complete|completed|done|finished)\b"
    r"|\bright (?:now|away|here|there)\b|^right,"
    r"|\b(?:please )?let me know if (?:you (?:need|want|have)|there is|i can (?:help|do))(?: you)?(?: with)?"
    r" (?:anything|something|any)(?: else| more)?(?: questions)?\b"
)
"""Phrases that sound like denials or doubts, and say nothing about the answer."""

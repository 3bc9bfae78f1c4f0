"""What must be carried across unchanged: addresses, handles, tags, icons, and characters that no model should see.

Each rule is a name and a pattern; the first that matches at a place wins, so their order matters. Every pattern that begins
with a repetition has a look-behind that keeps it from starting in the middle of one, so that no text takes quadratic time.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polyglot_news.document import Span
from polyglot_news.text.stops import STARTERS
from polyglot_news.text.vocabulary import english_words

# Top-level domains under which a bare name such as `t.me` or `bbc.co.uk` counts as an address, whatever its letters. Any
# other must be Latin and in small letters, and no English word unless it has a path: a missing space after a full stop
# ("дома.Он", "end.The", "ended.the next") must not become an address.
_DOMAINS = (
    "com|org|net|info|biz|edu|gov|mil|int|io|me|tv|ai|ru|su|ua|by|kz|uk|us|de|fr|eu|pl|it|es|ch|at|cz|lv|lt|ee|fi|ge|am|az|uz|il|tr"
    "|cn|jp|ca|md|kg|news|online|site|media|press|live|app|dev|blog|link|club|top|ly|gl|gg|cc|fm|(?<=youtu\\.)be|рф|укр|бел|RU|COM|ORG|NET|Ru|Com"
    "|(?:com?|org|net|gov|edu|ac)\\.[a-z]{2}"
)
# Domains that are English words too; others such words behind a stop begin a sentence.
_WORDY_DOMAINS = frozenset(
    """
    academy agency art audio auto band bank bar beauty bet bid bike black blue boutique build builders business cab cafe
    camera camp car cards care careers cars cash casino center charity chat cheap church city claims cleaning clinic
    clothing cloud coach codes coffee college community company computer cool country coupons credit dance data dating deals
    degree delivery democrat dental design diamonds digital direct directory discount doctor dog domains download earth eco
    education email energy engineer engineering enterprises equipment estate events exchange expert exposed express family
    fan fans farm fashion film finance financial fish fitness flights florist flowers football forum foundation fun fund
    furniture futbol gallery game games garden gift gifts glass global gold golf graphics green group guide guitars guru
    hair haus health help host hosting hotel house industries ink institute insurance international investments jewelry jobs
    kitchen land law lawyer lease legal life lighting limited limo loan loans love luxury maison management market marketing
    mobile moda moe mom money movie museum network ninja page paris partners parts party pay pet photo photography photos
    pics pictures pink pizza place poker post productions promo properties property pub quest radio realty recipes red rent
    rentals repair report republican rest restaurant review reviews rich rocks rugby run sale salon save school science
    security services shoes shop shopping show singles ski soccer social software solar solutions space sport sports store
    stream studio style sucks supplies supply support surf surgery systems tax taxi team tech technology tennis theater
    tickets tips tires today tools tours town toys trade trading training travel tube university vacations ventures vet
    video villas vision vote voyage wallet watch weather web website wedding wiki win wine work works world yoga zone
    """.split()
)
_NO_DOMAINS = frozenset(word.lower() for word in STARTERS) | frozenset(
    "of to into onto over off out up down about as any said is was are were be been has had have do did can could will"
    " would may might must one two who whom whose which than me us him them my again too just even only very".split()
)
_PAIRED = (
    "USD|EUR|RU[BR]|GBP|JPY|CN[YH]|CHF|UAH|KZT|BYN|TRY|INR|AED|HKD|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|ILS|SGD|KRW|THB|ZAR|MXN"
    "|BRL|GEL|AMD|AZN|UZS|KGS|TJS|MDL|XAU|XAG|BTC|ETH|USDT"
)
_ADDRESS_END = r"[^\s<>\"«»“”‘’—.,;:!?…)\]}'*]"
_TAIL = rf"[^\s<>\"«»“”‘’—]*{_ADDRESS_END}"
_LABEL = r"\d*[A-Za-z][A-Za-z0-9-]*"
_WITH_PATH = rf"(?<![\w@./-])(?:{_LABEL}\.)+[a-z]{{2,24}}(?::\d{{2,5}})?(?:/|[?#](?=\w))(?:{_TAIL})?"
_SMALL = r"(?<![\w@./-])(?:[A-Za-z][A-Za-z0-9-]*\.)*[A-Za-z][A-Za-z0-9-]+\.(?P<domain>[a-z]{2,24})(?![\w-])(?!\.\w)"
_PHONE = (
    r"(?<![\w.+])\+\d{1,3}[ \u00a0-]?\(?[\d*]{2,5}\)?(?:[ \u00a0-]?[\d*]{2,4}){2,4}(?![\w*-])"
    r"|(?<![\w.,-])[78][ \u00a0-]?\(?\d{3}\)?[ \u00a0-]?[\d*]{3}[ \u00a0-]?[\d*]{2}[ \u00a0-]?[\d*]{2}(?![\w*-])"
    r"|(?<!\w)\(\d{3}\) ?\d{3}-\d{4}(?![\w-])|(?<![\w-])\d{3}-\d{3}-\d{4}(?![\w-])"
)
_FILES = (
    "pdf|docx?|xlsx?|pptx?|odt|rtf|txt|md|csv|tsv|json|xml|sql|log|ini|py|sh|js|zip|rar|7z|tar|gz|iso|jpe?g|png|gif|svg|webp"
    "|mp[34]|webm|mkv|avi|wav|exe|apk"
)
_ATTRIBUTE = r"[A-Za-z][\w:-]{0,30}(?:\s?=\s?(?:\"[^\"<>]{0,400}\"|'[^'<>]{0,400}'|[^\s\"'<>=`]{1,400}))?"
_MIXED = r"(?=\w{0,39}[a-z]\w{0,39}[A-Z])(?=\w{0,39}[A-Z]\w{0,39}[A-Z])"  # 2VtzqxKnM9a, no Falcon9block
_RULES = (
    ("marker", r"<x\d+>|>>\w{2,8}<<"),
    ("marker", r"\[\^[^\]\s]+\]|</?[A-Za-z]{1,12}\s?/?>"),
    ("marker", rf"<(?=[A-Za-z][^<>]*=)[A-Za-z][A-Za-z0-9]{{0,11}}(?:\s+{_ATTRIBUTE}){{1,12}}\s*/?>"),
    ("url", r"<(?:h(?:tt|xx)ps?|ftp)://[^<>\n]{1,400} [^<>\n]{1,400}>"),
    ("url", r"(?<=\])\((?!\w+:)(?=[^\s()]*[./#])(?=[^\s()]*[A-Za-z])[^\s()<>]{1,400}\)"),
    ("icon", r"[0-9#*]\ufe0f?\u20e3|(?<!\S)\[[xXхХ ]\](?=\s)"),
    ("icon", r"[§×±≈≤≥÷]|[₽₴₸¥₩₹₪₺]"),
    ("url", rf"(?i:\b(?:h(?:tt|xx)ps?|ftp|tg|vk)://?|\b(?:mailto|tel):|\bwww\.){_TAIL}"),
    ("email", r"(?<![\w.+-])\w[\w.+-]*@[\w-]+(?:\.[\w-]+)+"),
    ("url", r"(?<![\w@./-])[\w-]+(?:\[\.\][\w-]+)+"),
    (
        "url",
        rf"(?<![\w@./-])(?:[\w-]+\.)+(?:{_DOMAINS})(?![\w-])(?!\.[a-z0-9])(?::\d{{2,5}})?(?:[/?#](?:{_TAIL})?)?",
    ),
    ("url", _WITH_PATH),
    ("file", rf"(?<![\w./@-])(?:\.{{0,2}}/)?(?:[\w.-]+/)+[\w.-]+\.(?:{_FILES})(?!\w)"),
    ("file", rf"(?<![\w./@-])[\w-]+\.(?:{_FILES})(?!\w)"),
    ("handle", r"(?<![\w@./])@[\w-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@./])@\w+(?:\.[a-z0-9_]+|\\_\w+)*"),
    ("handle", r"(?<![\w@#./\\-])[A-Za-z0-9]+(?:(?:\\?_)+[A-Za-z0-9]+)+(?!\w)"),
    ("handle", r"(?<!\w)[Ee]rid:? ?[A-Za-z0-9]{8,40}(?!\w)"),  # of an advertisement
    ("handle", rf"(?<![\w-])(?=[A-Za-z]{{0,39}}\d){_MIXED}[A-Za-z0-9]{{8,40}}(?![\w-])"),
    ("hashtag", r"(?<![\w&#])#[a-zа-яё]+(?:-[a-zа-яё]{2,})+(?![\w-])"),
    ("hashtag", r"(?<![\w&#])#[^\W\d_]\w*|(?<![\w&#])#\w*[^\W\d]\w*|(?<![\w$])\$[A-Z]{2,6}(?!\w)"),
    ("hashtag", rf"(?<![\w/])(?:{_PAIRED})/(?:{_PAIRED})(?:_[A-Z]+)?(?![\w/])"),
    ("url", _SMALL),
    ("icon", r"\((?:[cCсС])\)(?=[ \u00a0]?(?:19|20)\d\d)"),
    ("number", r"(?<![\w*])\*[*-]{0,12}-\d{1,4}(?![\w*-])"),  # ***-**-17; of Markdown's a hyphen in bold: *--17
    ("icon", r"[|~=<>^*_`\\]{2,}|&&|(?<!\S)[|~=<>^*](?!\S)|(?<=[^\W_])\*(?![\w*])"),
    ("icon", r"(?<!\S)\({2,}(?!\S)"),  # a sad smiley of many brackets
    ("number", _PHONE),
    ("number", r"(?<![\w-])\d{4}(?:[ \u00a0-]\d{4}){3}(?![\w-])|(?<![\w.,:-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)"),
    ("number", r"(?:(?<=\()|(?<=['’′], ))\d{1,3}(?:\+\d{1,2})?['’′](?=[),])"),  # a minute of a match
    ("number", r"(?<!\w)(?:0x[0-9a-fA-F]{6,}|(?=[a-fA-F]*\d)[0-9a-fA-F]{16,})(?!\w)|(?<![\w.,:])\d{5,}(?![\w.,:]*\d)"),
)
_PATTERN = re.compile("|".join(f"(?P<r{i}>{pattern})" for i, (_, pattern) in enumerate(_RULES)))
# What every rule's match contains. Few sentences do, and to look for it takes a thirtieth of the time.
_TELLING = re.compile(
    r"[<>\[@#_|~=^*`\\&§×±≈≤≥÷₽₴₸¥₩₹₪₺\u20e3$+(:./0-9a-fA-F](?:(?<=[<>\[@#_|~=^*`\\&§×±≈≤≥÷₽₴₸¥₩₹₪₺\u20e3])|(?<=\$)[A-Z]|(?<=:)\S"
    r"|(?<=\.)\w|(?<=\+)\d|(?<=\()\((?!\S)|(?<=\d)[ \u00a0(-]{0,2}\d{3}|(?<=\()(?:\d{3}|[cCсС])\)|(?<=[A-Z]/)[A-Z]{3}|(?<=0)x"
    r"|(?<=[0-9a-fA-F])[0-9a-fA-F]{15}|(?<=[Ee]rid)[: ]|(?<=\d)(?:[A-Za-z][A-Za-z0-9]{2}|['’′][),]))"
)
_CLOSING = {")": "(", "]": "["}
_IN_RUSSIAN = re.compile(r"(?<=[«\"“„(])[^\W\da-zA-Z_](?:[^«»\"“”„()a-zA-Z]{0,300}[^\s«»\"“”„()a-zA-Z])?(?=[»\"”“)])")
_SAID_IN_RUSSIAN = re.compile(r"(?<![\w@#/.-])[А-ЯЁа-яё]+(?:[ ,:-]{1,3}[А-ЯЁа-яё]+)*(?![\w@/-])")
_PHRASE = re.compile(r"(?<=[«\"“„])[^\W\d_]+(?:[ -][^\W\d_]+)?(?=[!?.,…]*[»\"”“])")
_NO_RUSSIAN_LETTER = re.compile("[іїєґўјљњћђџќѓѕәғқңөұүһҳҷӣӯ]", re.IGNORECASE)
_SMALL_CYRILLIC = re.compile(r"\b[а-яё]{2}")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]{2}")
_WORDLIKE_SYMBOLS = frozenset("№°℃℉€$£¥₽₴₸%‰§&+=<>~^|/\\`´¨¯¸ˆ˜¬±×÷−")
_BULLETS = frozenset("‼⁉•·▪◦‣⁃†‡¶¼½¾")
_JOINERS = frozenset("\u200d\u20e3")
_ENDS = ".!?…:"
# Everything that the models have pieces for: Latin with its accents, Cyrillic, digits, general punctuation, currency signs.
_PLAIN = re.compile(
    r"[\t\n\r\x20-\x7e\u00a0-\u00a5\u00a7\u00a8\u00aa-\u00ad\u00af-\u00b5\u00b8-\u00bb\u00bf-\u024f\u0300-\u0301\u0306\u0308"
    r"\u0400-\u052f\u2009-\u2015\u2018-\u201f\u2024-\u203a\u20a0-\u20bf\u2116\u2212]*\Z"
)
_KNOWN_LETTERS = ("LATIN", "CYRILLIC", "MODIFIER", "MASCULINE", "FEMININE", "MICRO")


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch that is carried across as it stands."""

    span: Span
    kind: str
    """`url`, `email`, `handle`, `hashtag`, `file`, `number`, `icon`, `foreign`, `marker`, `code`, `quotation`, `time`,
    `sum`, `name`, `label`."""
    spelled: str | None = None
    """What stands for it in the target, where it is no copy: a name in the other script, a time of day."""

    def shown(self, text: str) -> str:
        """What a target is to have of it; `text` is what `span` counts in."""
        return self.span.of(text) if self.spelled is None else self.spelled


def find_protected(text: str, *, atoms: Sequence[Span] = ()) -> list[Item]:
    """Everything in `text` that must survive, in order, disjoint; `atoms` are stretches that markup already marks as such."""
    return list(_found(text, tuple(atoms)))


@functools.lru_cache(maxsize=2048)
def _found(text: str, atoms: tuple[Span, ...]) -> tuple[Item, ...]:
    """A segment's text is asked for by several steps of the road."""
    found = [Item(span, "code") for span in atoms]
    if _TELLING.search(text):
        found += [_item(text, match) for match in _PATTERN.finditer(text) if _is_address(match["domain"])]
    if not _PLAIN.match(text):
        found += _find_odd_characters(text)
    return tuple(_disjoint(found))


def find_foreign_phrases(text: str) -> list[Item]:
    """The word or two that a text quotes with Cyrillic letters that Russian has not: «навіщо їхати»; they are copied."""
    if not _NO_RUSSIAN_LETTER.search(text):
        return []
    phrases = (Span(*match.span()) for match in _PHRASE.finditer(text))
    return [Item(span, "quotation") for span in phrases if _NO_RUSSIAN_LETTER.search(span.of(text))]


def find_russian_quotations(text: str) -> list[Item]:
    """What an English text says in Russian, in quotation marks, in brackets, or where a word in small letters shows that it is
    no name: into Russian it goes as it stands.
    """
    quoted = [Span(*match.span()) for match in _IN_RUSSIAN.finditer(text) if _CYRILLIC.search(match[0])]
    said = (Span(*match.span()) for match in _SAID_IN_RUSSIAN.finditer(text) if _SMALL_CYRILLIC.search(match[0]))
    return [Item(span, "quotation") for span in sorted([*quoted, *(span for span in said if not span.meets(quoted))])]


def peel(text: str, items: Sequence[Item]) -> tuple[int, int]:
    """Where the sentence in `text` begins and stops: what is before and behind it are items that are no part of it.

    Those are icons at either end, addresses or tags behind a final stop, a colon or an icon. What is left keeps its own
    punctuation: of "Да! 😂 #Курск" the sentence is "Да!", of "Да 😂!" it is all.
    """
    start, stop = 0, len(text)
    for item in items:
        if item.kind != "icon" or text[start : item.span.start].strip():
            break
        start = _skip_space(text, item.span.stop)
    tail = _adjacent_tail(text, items)
    before = text[start : tail[0].span.start].rstrip()[-1:] if tail and tail[0].span.start >= start else ""
    icon = next((n for n, item in enumerate(tail) if item.kind == "icon" and item.span.start >= start), len(tail))
    if tail[icon:]:
        stop, tail = _skip_space_back(text, tail[icon].span.start), tail[:icon]
    for item in reversed(tail):
        if item.span.start < start or not (item.kind == "icon" or (before and before in _ENDS)):
            break
        stop = _skip_space_back(text, item.span.start)
    return start, max(start, stop)


def _adjacent_tail(text: str, items: Sequence[Item]) -> Sequence[Item]:
    """The last items, if the text ends with them: those with nothing but blanks between them and behind them."""
    after, count = len(text), 0
    while count < len(items) and not text[items[-count - 1].span.stop : after].strip():
        count += 1
        after = items[-count].span.start
    return items[len(items) - count :]


def _item(text: str, match: re.Match[str]) -> Item:
    """An address takes the closing bracket that it opened itself, as in `https://a.b/Name_(film)`."""
    kind = _RULES[int(str(match.lastgroup)[1:])][0]
    start, stop = match.span()
    opening = _CLOSING.get(text[stop : stop + 1])
    if kind == "url" and opening and match[0].count(opening) > match[0].count(text[stop]):
        stop += 1
    return Item(Span(start, stop), kind)


def _is_address(domain: str | None) -> bool:
    """Whether what stands behind the stop of a name in small letters is a domain: no English word, or one that is both."""
    return domain is None or domain in _WORDY_DOMAINS or (domain not in _NO_DOMAINS and domain not in english_words())


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _skip_space_back(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _find_odd_characters(text: str) -> Iterator[Item]:
    """Runs of icons, of characters that are not text at all, and of letters in other scripts."""
    at = 0
    while at < len(text):
        kind = _odd_kind(text[at])
        start = at
        at += 1
        if kind:
            while at < len(text) and (text[at] in _JOINERS or _continues(text[at], kind)):
                at += 1
            yield Item(Span(start, at), kind)


def _continues(char: str, kind: str) -> bool:
    """Whether `char` belongs to a run of that kind; a mark belongs to whatever it stands on."""
    return _odd_kind(char) == kind or unicodedata.category(char) in ("Mn", "Me", "Mc")


def _odd_kind(char: str) -> str:
    if " " <= char < "\x7f" or char.isspace() or char in _WORDLIKE_SYMBOLS:
        return ""
    if char in _BULLETS:
        return "icon"
    return _odd_category(char, unicodedata.category(char))


def _odd_category(char: str, category: str) -> str:
    if category in ("So", "Sk", "Sm", "Cs", "Co", "Cn", "Cc", "Me") or char in "\ufe0e\ufe0f":
        return "icon"
    if category in ("No", "Nl") and char > "\u00ff":
        return "icon"
    if category == "Cf":
        return "icon" if char >= "\U000e0000" else ""  # others are not seen, and inside a word they would cut it
    if category[0] == "L":
        return "" if unicodedata.name(char, "").startswith(_KNOWN_LETTERS) else "foreign"
    if (
        category == "Nd"
        or (category[0] == "M" and not "\u0300" <= char <= "\u036f")
        or (category[0] == "P" and char >= "\u3001")
    ):
        return "foreign"
    return ""


def _disjoint(found: list[Item]) -> list[Item]:
    """Items in order; of those that overlap the one that begins first, and of those the longest."""
    kept: list[Item] = []
    for item in sorted(found, key=lambda i: (i.span.start, -i.span.stop)):
        if item.span and (not kept or item.span.start >= kept[-1].span.stop):
            kept.append(item)
    return kept

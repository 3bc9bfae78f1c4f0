"""Sums in currencies and quantities in units that models misread, each told whole in the other language; hours of Moscow
and numbers of military units.

400 млн гривен       400 million hryvnias        300,000 zł       300 000 злотых
3 МВт, 50 б. п.      3 MW, 50 basis points       1,200 sq ft      1 200 кв. футов
в 14:30 мск          at 14:30 MSK                300 km²          300 кв. км
в/ч 12345            military unit 12345

Only those that come out wrong without it: dollars, euros, roubles, metres or tonnes a model knows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from polyglot_news.document import Span
from polyglot_news.text.figures.numbers import spell_number_in
from polyglot_news.text.protection import Item

# In Russian, behind 1, 2 and 5 (and behind a fraction, where that is not as behind 2), or one form for all; in English, behind
# 1 and more; patterns of what stands in Russian and in English texts, none where a model knows it.
_TABLE = r"""
гривна; гривны; гривен ¦ hryvnia; hryvnias ¦ гривн(?:[аыуе]|ам|ами|ах)|гривен|грн ¦ hryvni?as?
злотый; злотых; злотых; злотого ¦ zloty; zlotys ¦ злот(?:ый|ых|ого|ому|ыми?)|zł ¦ [zZ][lł]ot(?:ys?|ych|e)|zł
лира; лиры; лир ¦ lira; liras ¦ лир(?:[аыуе]|ам|ах)? ¦ liras?|lire
шекель; шекеля; шекелей ¦ shekel; shekels ¦ шекел(?:[ьяю]|ей|ям) ¦ [sS]hekels?
рупия; рупии; рупий ¦ rupee; rupees ¦ рупи(?:[йяию]|ям|ях) ¦ [rR]upees?
юань; юаня; юаней ¦ yuan ¦ юан(?:[ьяю]|ей|ям) ¦ yuan|renminbi
дирхам; дирхама; дирхамов ¦ dirham; dirhams ¦ дирхам(?:[ау]|ов|ам)? ¦ [dD]irhams?
форинт; форинта; форинтов ¦ forint; forints ¦ форинт(?:[ау]|ов|ам)? ¦ forints?
манат; маната; манатов ¦ manat; manats ¦ манат(?:[ау]|ов|ам)? ¦ manats?
риал; риала; риалов ¦ rial; rials ¦ риал(?:[ау]|ов|ам)? ¦ rials?
риял; рияла; риялов ¦ riyal; riyals ¦ риял(?:[ау]|ов|ам)? ¦ riyals?
динар; динара; динаров ¦ dinar; dinars ¦ динар(?:[ау]|ов|ам)? ¦ dinars?
песо ¦ peso; pesos ¦ песо ¦ pesos?
бат; бата; батов ¦ baht ¦ бат(?:[ау]|ов)? ¦ baht
сум; сума; сумов ¦ soum; soums ¦ сум(?:а|ов)? ¦ soums?
крона; кроны; крон ¦ crown; crowns ¦ (?<=[а-я] )крон(?:[аыуе]|ам)? ¦ (?<=[a-z] )(?:kron[aoe]r?|korunas?|crowns?)
вона; воны; вон ¦ won ¦ (?<=[нд] )вон ¦ (?<=on )won(?! (?:the|an?|by|his|her|their)\b)
кВт·ч ¦ kWh ¦ кВт[·∙⋅*-]?ч(?:ас(?:ов|а)?)? ¦ kWh
МВт·ч ¦ MWh ¦ МВт[·∙⋅*-]?ч ¦ MWh
ГВт·ч ¦ GWh ¦ ГВт[·∙⋅*-]?ч ¦ GWh
ТВт·ч ¦ TWh ¦ ТВт[·∙⋅*-]?ч ¦ TWh
кВт ¦ kW ¦ кВт ¦ kW
МВт ¦ MW ¦ МВт ¦ MW
ГВт ¦ GW ¦ ГВт ¦ GW
кВ ¦ kV ¦ кВ ¦ kV
мА·ч ¦ mAh ¦ мА[·∙⋅*-]?ч ¦ mAh
Мп ¦ MP ¦ М[пП](?:икс)? ¦ (?<=\d)MP
ГБ ¦ GB ¦ Г[бБ] ¦ GB
МБ ¦ MB ¦ М[бБ] ¦ MB
ТБ ¦ TB ¦ Т[бБ] ¦ TB
Мбит/с ¦ Mbit/s ¦ Мбит/с(?:ек)? ¦ Mbit/s|Mbps
Гбит/с ¦ Gbit/s ¦ Гбит/с(?:ек)? ¦ Gbit/s|Gbps
ГГц ¦ GHz ¦ ГГц ¦ GHz
МГц ¦ MHz ¦ МГц ¦ MHz
кГц ¦ kHz ¦ кГц ¦ kHz
Гц ¦ Hz ¦ Гц ¦
гПа ¦ hPa ¦ гПа ¦ hPa
кПа ¦ kPa ¦ кПа ¦ kPa
МПа ¦ MPa ¦ МПа ¦ MPa
кН·м ¦ kN·m ¦ кН[·∙⋅*]м ¦ kN[·∙⋅*]?m
Н·м ¦ Nm ¦ Н[·∙⋅*]м ¦ N[·∙⋅*]?m
кН ¦ kN ¦ кН(?![·∙⋅*]) ¦ kN(?![·∙⋅*])
кОм ¦ kΩ ¦ кОм ¦ kΩ
эВ ¦ eV ¦ эВ ¦ eV
кэВ ¦ keV ¦ кэВ ¦ keV
МэВ ¦ MeV ¦ МэВ ¦ MeV
ГэВ ¦ GeV ¦ ГэВ ¦ GeV
ТэВ ¦ TeV ¦ ТэВ ¦ TeV
ммоль/л ¦ mmol/L ¦ ммоль/л ¦ mmol/[lL]
удар в минуту; удара в минуту; ударов в минуту ¦ bpm ¦ уд\.?/мин\.? ¦ bpm
секунда; секунды; секунд ¦ second; seconds ¦ (?:(?<=мин \d )|(?<=мин \d\d )|(?<=мин\. \d )|(?<=мин\. \d\d ))с(?![./]\w) ¦ secs?
промилле ¦ per mille ¦ ‰ ¦ ‰
мкЗв/ч ¦ µSv/h ¦ мкЗв/ч(?:ас)? ¦ [µμ]Sv/hr?
мЗв ¦ mSv ¦ мЗв ¦ mSv
мм рт. ст. ¦ mmHg ¦ мм рт\. ?ст\.? ¦ mm ?Hg
дюйм рт. ст.; дюйма рт. ст.; дюймов рт. ст. ¦ inHg ¦ ¦ in ?Hg
баррель в сутки; барреля в сутки; баррелей в сутки ¦ barrels per day ¦ б/с|барр?\.?(?:/| в )(?:сут(?:ки|\.)?|день) ¦ bpd|b/d
базисный пункт; базисных пункта; базисных пунктов ¦ basis point; basis points ¦ б\. ?п\.|бп ¦ bps?|basis points?
евроцент; евроцента; евроцентов ¦ euro cent; euro cents ¦ евроцент(?:[ау]|ов|ам)? ¦ euro[ -]?cents?
пенс; пенса; пенсов ¦ penny; pence ¦ пенс(?:[ау]|ов|ам)? ¦ (?<=\d)(?<!\b\d{3}0)(?<!\b[1-9]\d0)p|pence
пункт; пункта; пунктов ¦ point; points ¦ (?:(?<=,\d )|(?<=,\d\d ))п\.(?! ?[пл]\.) ¦
п. п. ¦ percentage point; percentage points ¦ п\. ?п\.|пп|процентн\w+ пункт\w* ¦ percentage points?
п. п. ¦ percentage point; percentage points ¦ ¦ (?:(?<=\.\d )|(?<=\.\d))(?:pp|p\. ?p\.)
ц/га ¦ centners per hectare ¦ ц/га ¦
погонный метр; погонных метра; погонных метров ¦ running metre; running metres ¦ пог\. ?м\.? ¦
куб. см ¦ cc ¦ куб\. ?см|см³ ¦ cc|cm³
л. с. ¦ hp ¦ л\. ?с\. ¦ b?hp
мкг/м³ ¦ µg/m³ ¦ мкг/м[³3] ¦ [µμ]g/m[³3]
мг/м³ ¦ mg/m³ ¦ мг/м[³3] ¦ mg/m[³3]
г/см³ ¦ g/cm³ ¦ г/см[³3] ¦ g/cm[³3]
кг/м³ ¦ kg/m³ ¦ кг/м[³3] ¦ kg/m[³3]
куб. км ¦ cubic km ¦ км[³3]|куб\. ?км ¦ cu\.? ?km|km[³3]
кв. км ¦ sq km ¦ км[²2] ¦ sq\.? ?km|km[²2]
кв. м ¦ sq m ¦ м[²2] ¦ sq\.? ?m|sqm|m[²2]
куб. м ¦ cubic metres ¦ м[³3] ¦ cu\.? ?m|m[³3]
млрд куб. м ¦ bcm ¦ ¦ bcm
кв. фут; кв. фута; кв. футов ¦ sq ft ¦ ¦ sq\.? ?f(?:t|ee?t)|ft²
кв. миля; кв. мили; кв. миль ¦ sq miles ¦ ¦ sq\.? ?mi(?:les?)?
миля в час; мили в час; миль в час ¦ mph ¦ ¦ mph
фут; фута; футов ¦ ft ¦ ¦ ft
"""
_ROWS = [[column.strip() for column in row.split("¦")] for row in _TABLE.strip().splitlines()]
_TOLD = {language: [re.split(r"\s*;\s*", row[column]) for row in _ROWS] for language, column in (("ru", 0), ("en", 1))}
_BLANKS = ("", " ", "\u00a0", "\u202f")
BLANK = "[ \u00a0\u202f]"
FIGURE = rf"(?:\d{{1,3}}(?:{BLANK}\d{{3}}(?!\d)){{1,4}}(?:,\d{{1,3}})?|\d{{1,15}}(?:[.,]\d{{1,3}}){{0,4}})(?![\d])[½¼¾⅓⅔]?"
SIZES = {
    "ru": r"(?P<thousand>тыс(?:\.|яч\w{0,2})?)|(?P<million>млн\.?|миллион\w{0,3})|(?P<billion>млрд\.?|миллиард\w{0,3})"
    r"|(?P<trillion>трлн\.?)",
    "en": r"(?P<thousand>thousand|[kK](?= ))|(?P<million>million|ml?n|[mM](?= ))|(?P<billion>billion|bl?n)"
    r"|(?P<trillion>trillion|trn|tn)",
}
_OF_COUNTRY = {
    "азербайджанск": "Azerbaijani", "алжирск": "Algerian", "датск": "Danish", "индийск": "Indian", "иракск": "Iraqi",
    "иранск": "Iranian", "исландск": "Icelandic", "китайск": "Chinese", "кувейтск": "Kuwaiti", "ливанск": "Lebanese",
    "мексиканск": "Mexican", "норвежск": "Norwegian", "пакистанск": "Pakistani", "польск": "Polish", "саудовск": "Saudi",
    "сербск": "Serbian", "сирийск": "Syrian", "туркменск": "Turkmen", "турецк": "Turkish", "узбекск": "Uzbek",
    "украинск": "Ukrainian", "чешск": "Czech", "шведск": "Swedish", "южнокорейск": "South Korean",
}  # fmt: skip
_RUSSIAN_STEMS = {english: stem for stem, english in _OF_COUNTRY.items()}
_COUNTRY = {
    "ru": rf"(?P<country>{'|'.join(_OF_COUNTRY)})(?:их|ой|ая|ую|ий|ого)",
    "en": rf"(?P<country>{'|'.join(_RUSSIAN_STEMS)})",
}
IN_RUSSIAN = {"thousand": "тыс.", "million": "млн", "billion": "млрд", "trillion": "трлн"}
_DEGREES = re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d)?)([CF])(?!\w)")
_OF_WEATHER = re.compile(
    r"(?<!\w)[-−–+]\d{1,2}[CF]\b|\b(?:temperature|heat|cold|weather|warm|cool|fever|thermomet|mercury)",
    re.I,
)
_HOUR = r"(?:[01]?\d|2[0-3])[:.][0-5]\d"
_MOSCOW = re.compile(rf"(?<![\w:.,])(?P<hours>{_HOUR}(?: ?[-–—] ?{_HOUR})?) ?(?P<zone>(?:по )?(?i:мск)\b|\((?i:мск)\))")
_ARMY_UNIT = re.compile(r"(?<![\w/])[Вв]/[Чч] ?(?:№|N|No\.?)? ?(?P<number>\d{3,6})(?![\w.,/-]*\d)")
_PER = {  # of a unit: without a figure
    "ru": {"kWh": r"кВт[·∙⋅*-]?ч(?:ас)?", "MWh": r"МВт[·∙⋅*-]?ч(?:ас)?"},
    "en": {"кв. фут": r"sq\.? ?f(?:t|oot)", "кв. м": r"sq\.? ?m", "кв. км": r"sq\.? ?km", "кВт·ч": "kWh", "МВт·ч": "MWh"},
}
_ALONE = {
    language: [(told, re.compile(rf"(?:(?<=за )|(?<=per )|(?<=/))(?:{unit})(?![\w²/])")) for told, unit in units.items()]
    for language, units in _PER.items()
}
_CHANGES = {  # against a year, a month, a quarter, a week ago
    "ru": {"г/г": "y/y", "м/м": "m/m", "к/к": "q/q", "кв/кв": "q/q", "н/н": "w/w"},
    "en": {"y/y": "г/г", "yoy": "г/г", "m/m": "м/м", "mom": "м/м", "q/q": "кв/кв", "qoq": "кв/кв", "w/w": "н/н"},
}
_TOLD_CHANGES = frozenset((*_CHANGES["ru"].values(), *_CHANGES["en"].values()))
_BESIDE_SHARE = rf"(?:%|[бп]\. ?п\.|\bb?pp?s?\b)(?:{BLANK}(?:lower|higher|less|more|up|down|ниже|выше|больше|меньше))?{BLANK}?"
_CHANGE = {
    language: re.compile(
        rf"{_BESIDE_SHARE}(?P<unit>(?i:{'|'.join(units)}))(?![\w/])|\A(?P<first>(?i:{'|'.join(units)}))(?=,?{BLANK}%)"
    )
    for language, units in _CHANGES.items()
}
_SIDES = {"с": "N", "ю": "S", "в": "E", "з": "W"}
_POINT = re.compile(
    rf"(?<![\w.,])(?P<angle>\d{{1,3}}(?:[.,]\d+)?{BLANK}?°(?:{BLANK}?\d{{1,2}}(?:[.,]\d+)?['′’])?"
    rf"(?:{BLANK}?\d{{1,2}}(?:[.,]\d+)?(?:[\"″”]|''|’’))?){BLANK}?(?P<side>[сюзв])\.{BLANK}?[шд]\."
)
_POWER = re.compile(
    r"(?:(?<!\S)= ?)?(?<![\w^.,])(?:\d{1,4}(?:[.,]\d{1,6})?[ \u00a0]?[×·*xх][ \u00a0]?)?"
    r"(?:\w{1,4}\^[-−+]?\d{1,3}\^?(?![\w^])|10[⁻⁺]?[⁰¹²³⁴-⁹]{1,3})"
)
_SIDES_OF = {
    "СВ": "northeast of", "СЗ": "northwest of", "ЮВ": "southeast of", "ЮЗ": "southwest of",
    "NE": "к северо-востоку от", "NW": "к северо-западу от", "SE": "к юго-востоку от", "SW": "к юго-западу от",
}  # fmt: skip
_SIDE_OF = {
    "ru": re.compile(r"(?<=км )к (?P<side>[СЮ][ВЗ]) от\b"),
    "en": re.compile(r"(?:(?<=km )|(?<=miles )|(?<=kilometers )|(?<=kilometres ))(?P<side>[NS][EW]) of\b"),
}
_RAISED = re.compile("[⁰¹²³⁴-⁹^]")
_BY = re.compile(rf"(?<![\w.,:/])(?P<figure>{FIGURE}(?:{BLANK}[xXхХ]{BLANK}{FIGURE}){{1,2}})(?!\w)")  # 285 x 293 km
_CROSS = re.compile("[xXхХ](?<=\\d[ \u00a0].)[ \u00a0]\\d")
_DIGIT = re.compile(r"\d")
_ONE = re.compile(FIGURE)
_ENDS = re.compile(r"[\"'”’»)]*(?:\Z|\s+[\"'“‘«(]*[A-ZА-ЯЁ])")


def _compiled(language: str, column: int) -> re.Pattern[str]:
    units = "|".join(f"(?P<u{n}>{row[column]})" for n, row in enumerate(_ROWS) if row[column])
    figure = rf"(?<![\w.,:/$€£¥])(?P<figure>(?:\d{{2,3}}/(?=\d{{2,3}}{BLANK}))?{FIGURE}(?:{BLANK}?[-–—]{BLANK}?{FIGURE})?)"
    size = rf"(?:{BLANK}?(?:{SIZES[language]}))?"
    return re.compile(rf"{figure}{size}(?:{BLANK}{_COUNTRY[language]})?(?:{BLANK}|-)?(?:{units})(?![\w²³]|/(?!\d))")


_PATTERN = {"ru": _compiled("ru", 2), "en": _compiled("en", 3)}


def find_measures(text: str, language: str) -> list[Item]:
    """The sums, quantities and hours of Moscow of a text in `language`, each as the other one tells it, in order."""
    changes = _CHANGE[language].finditer(text) if "%" in text or "/" in text else ()
    named = ((match, str(match.lastgroup)) for match in changes)
    found = [Item(Span(*match.span(unit)), "sum", _CHANGES[language][match[unit].lower()]) for match, unit in named]
    if not _DIGIT.search(text):
        return found
    found += [item for match in _PATTERN[language].finditer(text) if (item := _measure(match, text, language))]
    for told, unit in _ALONE[language]:
        found += [Item(Span(*match.span()), "sum", told) for match in unit.finditer(text)]
    if language == "en" and _OF_WEATHER.search(text):
        degrees = _DEGREES.finditer(text)
        found += [Item(Span(*match.span()), "sum", f"{match[1].replace('.', ',')} °{match[2]}") for match in degrees]
    if language == "ru" and "мск" in text.lower():
        hours = _MOSCOW.finditer(text)
        found += [Item(Span(*match.span("zone")), "time", "MSK") for match in hours]
    if language == "ru" and "/ч" in text:
        found += [_army_unit(match, text) for match in _ARMY_UNIT.finditer(text)]
    if language == "ru" and "°" in text:
        found += [_point(match) for match in _POINT.finditer(text)]
    sides = _SIDE_OF[language].finditer(text) if "км к " in text or "E of" in text or "W of" in text else ()
    found += [Item(Span(*match.span()), "label", _SIDES_OF[match["side"]]) for match in sides]
    if _RAISED.search(text):
        found += [_power(match, language) for match in _POWER.finditer(text)]
    sizes = _BY.finditer(text) if _CROSS.search(text) else ()
    found += [item for match in sizes if not (item := _size_of(match, text, language)).span.meets(_spans(found))]
    return list(_joined(sorted(found, key=lambda item: item.span), text))


def _joined(found: Sequence[Item], text: str) -> Iterator[Item]:
    """The items, a change and the sum right before it as one: between two a model likes to put a comma."""
    for n, item in enumerate(found):
        after = found[n + 1] if n + 1 < len(found) else None
        before = found[n - 1] if n else None
        if after and after.spelled in _TOLD_CHANGES and text[item.span.stop : after.span.start] in _BLANKS:
            yield Item(Span(item.span.start, after.span.stop), "sum", f"{item.spelled} {after.spelled}")
        elif not (before and item.spelled in _TOLD_CHANGES and text[before.span.stop : item.span.start] in _BLANKS):
            yield item


def _point(match: re.Match[str]) -> Item:
    """«48°59' с. ш.»: as ISO 6709 has it, the side as a letter behind."""
    return Item(Span(*match.span()), "number", f"{match['angle'].replace(',', '.')}{_SIDES[match['side']]}")


def _power(match: re.Match[str], language: str) -> Item:
    """`5.3×10^-4`: as it stands, but for the separator of its decimals."""
    points = (",", ".") if language == "ru" else (".", ",")
    return Item(Span(*match.span()), "number", match[0].replace(*points))


def _size_of(match: re.Match[str], text: str, language: str) -> Item:
    """`285 x 293`, of whose sign a model makes a square or nothing."""
    told = spell_range(match, text, "en" if language == "ru" else "ru").replace("–", " x ")
    return Item(Span(*match.span()), "number", told)


def _spans(items: Sequence[Item]) -> list[Span]:
    return sorted(item.span for item in items)


def _army_unit(match: re.Match[str], text: str) -> Item:
    """«в/ч 12345», of which a model makes troops by the thousand."""
    begins = not text[: match.start()].strip('"«“( ')
    return Item(Span(*match.span()), "number", f"{'M' if begins else 'm'}ilitary unit {match['number']}")


def _measure(match: re.Match[str], text: str, language: str) -> Item | None:
    """None: an adjective in the singular."""
    to = "en" if language == "ru" else "ru"
    figure = spell_range(match, text, to)
    size = next((size for size in IN_RUSSIAN if match[size]), None)
    forms = _TOLD[to][int(str(match.lastgroup)[1:])]
    if to == "ru":
        form = russian_form(figure, size, forms)
        if match["country"] and ((len(forms) > 1 and form == forms[0]) or "," in figure):
            return None
        country = f"{_RUSSIAN_STEMS[match['country']]}их" if match["country"] else None
        words = (figure, IN_RUSSIAN[size] if size else None, country, form)
    else:
        one = figure == "1" and not size
        words = (figure, size, _OF_COUNTRY[match["country"]] if match["country"] else None, forms[0 if one else -1])
    return as_sum(match, text, words)


def as_sum(match: re.Match[str], text: str, words: Iterable[str | None]) -> Item:
    """What is told in the place of a match; a stop that ends the sentence is none of the unit's alone, and stays."""
    told = " ".join(filter(None, words))
    alone = match.end() - match.start() == len(text.strip())  # a cell
    stop = match.end() - (match[0].endswith(".") and not alone and _ENDS.match(text, match.end()) is not None)
    return Item(Span(match.start(), stop), "sum", told.removesuffix(".") if text[stop : stop + 1] == "." else told)


def spell_range(match: re.Match[str], text: str, language: str) -> str:
    """Both ends of a range, or its one figure; a point in a quantity is a decimal one."""
    ends = [Span(*end.span()) for end in _ONE.finditer(text, *match.span("figure"))]
    spelled = [spell_number_in(text, end, language) for end in ends]
    if language == "ru":
        spelled = [re.sub(r"\A(\d+)\.(\d+)\Z", r"\1,\2", end) for end in spelled]
    return ("/" if "/" in match["figure"] else "–").join(spelled)


def russian_form(figure: str, size: str | None, forms: Sequence[str]) -> str:
    """The form that a numeral takes."""
    if len(forms) == 1 or size:
        return forms[min(2, len(forms) - 1)]
    if "," in figure or not figure[-1].isdecimal():
        return forms[3] if len(forms) > 3 else forms[1]
    units, tens = int(figure[-1]), figure[-2:-1]
    return forms[2 if tens == "1" or units > 4 or not units else 0 if units == 1 else 1]

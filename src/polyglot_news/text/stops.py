"""Words that tell whether a stop ends a sentence: abbreviations, names with a mark of their own, words that begin
sentences; and what is around dates, hours and numbers of houses where it ends none.
"""

import re


def words(*lines: str) -> frozenset[str]:
    """The words of all `lines`."""
    return frozenset(" ".join(lines).split())


STARTERS = words(
    "The A An This That These Those It Its He His She Her They Their We Our You Your I There Here But And Or So Yet",
    "In On At By For From With As If When While After Before Since Although Though However Meanwhile Moreover Also Now Then",
    "What Where Why How No Not All Some Many Most Each Both Another According Earlier Later Nor Instead Despite Under",
    "Это Этот Эта Эти Этого Он Она Они Оно Его Её Ее Их Мы Вы Я Ты В Во На Но А И О Об От По При За Из К Ко С Со У До Для",
    "Как Так Там Тут Тогда Также Теперь После Перед Если Когда Хотя Что Кто Где Все Всё Всего Не Ни Однако Между Потом Затем",
    "Подробнее Подробности Читайте Смотрите",
    "Сейчас Уже Ещё Еще Ранее Позже Только Кроме Согласно Впрочем Под Над Без Через Поэтому Среди Именно Вот Да Нет Тем",
)
TITLES = words(
    "Mr Mrs Ms Mx Dr Prof Gen Lt Col Maj Capt Cpl Sgt Pvt Cmdr Cdr Adm Brig Sen Sens Rep Reps Gens Gov Pres Sec Rev Hon Supt",
    "Det Insp Amb Messrs Mme Mlle Msgr Fr St Ste Mt Ft Dept Univ Lieut Col-Gen vs viz cf eg ie esp Wm Chas Jos",
    "Mgr Rt Attn Intl Natl Jas Thos Benj nr",
    "ген полк подполк лейт мл адм кап серж наб бул мкр вул ім буд дж вл евг сев юж зап вост респ дер пос бывш",
    "адв касс апелл подп ефр прап свт прп прот митр архиеп архим еп игум деп сен мкрн имп Ряд Мин Др Гг Ниж Верх Вел",
)
NUMBERED = words(
    "no nos vol vols fig figs pp p art arts sec secs ch chap para ca approx ext op est al vers ver tel ft",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек рис илл ил табл прим изд вып тел доб ок п ст стр гл",
    "разд под нач сер кон пол",
)
SECTION = re.compile(r"(?:^|[\s(,;])ss?$")  # of an act
NUMBER_OR_END = words("no nos op art est ver mar sec ch")  # ordinary words too: they end a sentence before a word
COMPANIES = words("Inc Corp Co Ltd Bros Cos Jr Sr Plc Ave Blvd Esq PhD Ph")
BANGS = words("Yahoo Jeopardy Wham Joomla Yum Airplane Oklahoma")  # names that are written with "!"
END_TOO = words("обл р с м ч т п эт пом ком кв пр ст к о х ул г тел км")  # abbreviations that razdel never lets end a sentence
ORDINARY = words("ум пол кит кат гор лат нем гос куб час дол сек рис а тел см ком лит доп откр ред")  # words too
STATES = words(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Vt Va",
    "Wash Wis Wyo",
)
OFFICES = words("Gov Sen Rep Lt Atty Attorney Secretary House Senate State Supreme Tech")  # of a state: Mass. Gov. Healey
LANGUAGES = words("лат нем кит англ фр франц итал исп греч укр польск чеш тур араб евр")
NOT_GLUED = words("com org net edu gov info ru ua by uk de io me tv md txt js py pdf doc docx html jpg png csv")

ROMAN = re.compile(r"[IVXLХ]{1,6}(?!\w)")
YEAR = re.compile(
    r"(?:(?:\d{3,4}|\d0(?=-х))(?:-(?:х|е|ые|ых))?\s*(?:г|гг|р|рр)|\b\d{1,2}\s*гг?(?=\.\s*(?:до\s+)?н)"
    r"|\b[IVXХ]{1,6}(?:\s?[-–—]\s?[IVXХ]{1,6})?\s*вв?)(?:\.\s*(?:до\s+)?н\.\s*э)?$"
)
YEAR_OPENS = re.compile(
    r"^\d{1,2}\s[^,;:()]{0,20}$|(?:^|[,;:(«—–]\s*|\b[аи]\s+)(?:(?:а|и|но|ещё|еще|уже)\s+)?"
    r"(?:во?|со?|ко?|до|по|на|от|за|после|весной|летом|осенью|зимой)"
    r"\s[^,;:()]{0,40}$",
    re.IGNORECASE,
)
YEAR_IN_VIEW = re.compile(r"\b(?:на|за)\s$", re.IGNORECASE)
SAYS_NOTHING = re.compile(r"(?:[^\W\d_]+(?<!л)(?<!ла)(?<!ло)(?<!ли)(?<!ет)(?<!ит)(?<!ся)(?<![юу]т)(?<![ая]т)(?<!сь)\s){1,3}")
BORN = re.compile(r"\d{4}\s?г\.\s?р$")  # 2019 г.р.
LETTER_OF_HOUSE = re.compile(r"[А-ЯЁ](?:[,;)]|\s[а-яё(]|\.(?:\s|\Z))")  # лит. А, потушен
GENITIVE = re.compile(r"[А-ЯЁ][а-яё-]+(?:ого|его|их|ых)\b")  # 2019 г. Верховного суда
AND_SO_ON = re.compile(r"(?:\bи\s+(?:др|пр|проч|т\.?\s?[дп])|\bта\s+ін|\betc|\bet\s+al)$", re.IGNORECASE)
CLOCK = re.compile(r"\b[ap]\.?\s?m$", re.IGNORECASE)
AFTER_CLOCK = re.compile(
    r"(?:[A-Z]{2,4}\b|(?:Moscow|Kyiv|Kiev|London|Eastern|Central|Pacific|Mountain|Greenwich|Local|Beijing|Tokyo)\b"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
UNITS = r"м/с|км/ч|м|г|с|т|л|ч|р|км|кг|см|мм|млн|млрд|тыс|руб|коп|долл|проц|чел|мин|сек|час|шт|га|стр|[пб]\.?\s?п"
UNIT = re.compile(rf"\d\s*(?:(?:тыс|млн|млрд|кв)\.?\s)?(?:{UNITS})$|%\s?(?:г/г|м/м|к/к|кв/кв|н/н)$")
SAYS_WHEN_OR_WHERE = re.compile(  # and nothing else: На 12-й мин., Через 5 мин., В ю.-в., At 5 p.m.
    rf"(?:(?:Во?|На|Через|За|Спустя|Со?|К|До|После|Около|По|Из|От)\s(?:[^\W\d_]+\s){{0,2}}"
    rf"(?:\d[\d:.,+]*(?:-[а-яё]{{1,2}})?\s?(?:(?:тыс|млн|млрд)\.?\s)?(?:{UNITS})|[сю]\.?\s?-\s?[зв]|кр|пгт|(?:нов\.\s)?н\.\s?э)"
    r"|(?:At|By|Around|About|Since|From|Until|(?:(?:Just|Shortly|Soon)\s)?(?:[Aa]fter|[Bb]efore))\s(?:about\s|around\s)?"
    r"\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?\s?m"
    r"|\d{1,3}(?:\+\d{1,2})?(?:-[а-яё]{1,2})?\s?мин)"  # of a match: 90+4-я мин. Роналду забил
)
NO_VOWEL = re.compile(r"[бвгджзйклмнпрстфхцчшщБВГДЖЗЙКЛМНПРСТФХЦЧШЩ]{2,5}")
ENDS_WITHOUT_VOWEL = words("км кг см мм мл млн млрд трлн гг вв чч тт шт др рр тг гц дб чтв хм гм тсс брр пст тьф мр")

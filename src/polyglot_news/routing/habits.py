"""Habits of spelling: what the form of a word says about its language, with how loudly it says so."""

import re

HABIT = 1.2
HABIT_LATIN = 0.6
HABIT_CERTAIN = 3.5

HABITS = {
    "Cyrl": (
        (re.compile(r"ъ(?![еёюяиэіаєоөү])"), ("bg",), HABIT_CERTAIN),
        (re.compile(r"[бвгґдзкмнпрстфхчшжц]'[яюєїеёі]"), ("uk", "be"), HABIT),
        (re.compile(r"шч"), ("be",), HABIT_CERTAIN),
        (re.compile(r"дз[еёіья]|ць[цк]|жы|шы|чы|ры[аеоуі]|цё|ця"), ("be",), HABIT),
        (re.compile(r"[сцз]ьк|.{2}(вся|лася|лися|лося)$"), ("uk",), HABIT_CERTAIN),
        (re.compile(r".{2}(вся|лася|лися|лося|ўся)$|[ая]цца$|ецца$"), ("be",), HABIT_CERTAIN),
        (re.compile(r"..[аиіїу]в$"), ("uk",), HABIT),
        (re.compile(r"..[тдрнмбпсз]и$"), ("uk", "bg", "mk", "sr"), HABIT / 2),
        (re.compile(r"..[аиу]ти(ся)?$"), ("uk", "sr"), HABIT),
        (re.compile(r"^з(б|ч|ш|с|роб|доб|найд|верт|верн|ахоп|упин|мен|мін)"), ("uk",), HABIT),
        (re.compile(r"..[аыоуя]лар|..[еиіөүэ]лер"), ("kk", "ky", "tt", "ba"), HABIT_CERTAIN),
        (re.compile(r"..(а|ы|у|о|л)ды$|..(е|и|і|ү|ө|л)д[иі]$"), ("kk", "ky", "tt", "ba"), 2 * HABIT),
        (re.compile(r"..(ано|ено|ито|уто|ято)$"), ("uk",), HABIT),
        (re.compile(r"..тим(у|е|еш|емо|ете|уть)(ся)?$"), ("uk",), HABIT_CERTAIN),
        (re.compile(r"..ират$|..[аи]ха$"), ("bg",), 2 * HABIT),
        (re.compile(r"^ае"), ("uk", "bg", "mk", "sr"), HABIT),
        (re.compile(r".{4}[лдт][ае]р(ды|ди|дын|дин|га|ге|ы|и)?$"), ("kk", "ky", "tt", "ba"), HABIT),
        (re.compile(r"ьо|йо"), ("uk", "bg"), HABIT),
        (re.compile(r"жи|ши|тся$|ться$|[нт]ие$|[нт]ия$"), ("ru",), HABIT),
        (re.compile(r"([нтлсжчшзд])\1я[м]?$"), ("uk", "be"), HABIT),
        (re.compile(r"(аа|ээ|оо|өө|үү|уу)"), ("mn", "ky"), HABIT),
        (re.compile(r"ы[^аеёиоуыэюя]*ы"), ("ru", "be", "kk", "ky", "tt", "ba"), HABIT),
        (re.compile(r"..([^аеёиоуыэюячв]|[аеи]й)ски$"), ("bg", "mk", "sr"), HABIT_CERTAIN),
    ),
    "Latn": (
        (re.compile(r"zh|shch|kh|yy|iy|yu|tsya|yo(?!u)|ya"), ("ru-Latn",), HABIT_LATIN),
        (re.compile(r"wh|th|sh$|ck|ough|ght|wr|^kn"), ("en",), HABIT_LATIN),
        (re.compile(r"sz|cz|rz|dz|ni[aeoó]"), ("pl",), HABIT_LATIN),
        (re.compile(r"sch|tz|pf|ei[nt]|ung"), ("de",), HABIT_LATIN),
        (re.compile(r".{9}(amt|dienst|krieg|nacht|recht|sage|stelle|wahl|werk|zeit|zeug)$"), ("de",), HABIT_CERTAIN),
        (re.compile(r"eau|oux|^qu|aux|^[ldnsjcmt]'|qu'"), ("fr", "ca"), HABIT_LATIN),
        (re.compile(r"ije|[dvmt]je"), ("hr",), HABIT_LATIN),
        (re.compile(r"vrem|mest|svet|^de[ct]|^dve|^uvek|^cel|reč|pred|^lep"), ("sr-Latn",), HABIT_LATIN),
        (re.compile(r"ij|aa|oe|uu|ee[nlr]"), ("nl",), HABIT_LATIN),
    ),
}
"""Patterns in words, the languages they speak for, and the weight."""

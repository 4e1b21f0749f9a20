"""The kinds of harm that a prompt may ask for: how each is named in a request. Data of `unsafe_content`."""

from __future__ import annotations

from typing import Literal, NamedTuple

Category = Literal["self-harm", "weapons", "hate", "abuse", "child abuse"]


class Harm(NamedTuple):
    """A kind of harm: how it is named in a request, and words that begin one of each such name's."""

    category: Category
    anchors: tuple[bytes, ...]
    pattern: str


_PEOPLE = (
    r"(?:my|your|his|her|their|our|a|an|the|some|any)(?: [\w-]+){1,3}|someone|somebody|anyone|people"
    r"|him|her|them|women|men|children|kids|others"
)
_CHILD = (
    r"(?:child(?:ren)?|kids?|minors?|toddlers?|infants?|teen(?:ager)?s?|preteens?|school ?(?:girl|boy)s?"
    r"|underage(?:d)?(?: \w+)?|little (?:girl|boy)s?|young (?:girl|boy)s?"
    r"|(?:[2-9]|1[0-7])[- ]?years?[- ]olds?)"
)
_SEXUAL = (
    r"(?:sex|sexual|sexually|sexualiz\w+|sexualis\w+|erotic\w*|porn\w*|nudes?|naked|fetish\w*"
    r"|prostitution|molest\w*)"
)

# The categories are those of MLCommons' hazards that are about harm to people: suicide and self-harm,
# indiscriminate weapons, hate, violent crimes against somebody, and child sexual exploitation.
HARMS = (
    Harm(
        "self-harm",
        (
            *(
                b"suicid",
                b"self-harm",
                b"self harm",
                b"self-mutil",
                b"self-inj",
                b"own life",
                b"pro-ana",
                b"eating disorder",
                b"mysel",
            ),
            *(b"yoursel", b"himsel", b"hersel", b"onesel", b"themsel"),
        ),
        r"(?:kill|hang|poison|starv|cut|hurt|harm|injur|burn|shoot|drown)(?:e|ing)? "
        r"(?:your|my|him|her|one|them)sel(?:f|ves)"
        r"|(?:commit|attempt)(?:ting|ing)? suicide|suicide (?:notes?|methods?|pacts?|plans?)"
        r"|self[- ](?:harm(?:ing)?|mutilation|injury)"
        r"|(?:end|tak)(?:e|ing)? (?:my|your|their|his|her) own life"
        r"|(?:hid|disguis)(?:e|ing) (?:an?|my|the)(?: [\w-]+){0,3} eating disorder|pro-ana",
    ),
    Harm(
        "weapons",
        (
            *(b"bomb", b"explosive", b"molotov", b"nerve", b"sarin", b"mustard gas"),
            *(b"ricin", b"anthrax", b"weapon", b"bioweapon", b"ghost gun", b"untraceable"),
            *(b"napalm", b"grenade", b"tatp", b"poison gas", b"botulinum", b"novichok"),
            *(b"munition", b"ied", b"ieds"),
        ),
        r"(?:mak|build|construct|assembl|creat|manufactur|synthesi[sz]|produc|obtain|acquir|buy|smuggl"
        r"|detonat|plant|hid|cook|engineer|design|test|us)(?:e|ing)?"
        r"(?: (?!and\b|or\b|that\b)[\w-]+){0,4}? (?:(?:pipe|dirty|nail|car|homemade|nuclear"
        r"|atomic|fission|fusion|petrol) bombs?"
        r"|(?<!fork )(?<!bath )(?<!zip )(?<!logic )bombs?(?! cyclone| shelter)|explosives?(?: device)?s?"
        r"|molotov(?: cocktail)?s?|ieds?|nerve (?:gas|agents?)"
        r"|sarin|mustard gas|poison gas|ricin|anthrax|botulinum(?: toxin)?|novichok|ghost guns?"
        r"|(?:chemical|biological|nuclear|radiological|bio|untraceable)[- ]?(?:weapons?|guns?|firearms?)"
        r"|weapons? of mass destruction|napalm|grenades?|tatp|cluster munitions?)",
    ),
    Harm(
        "hate",
        (
            *(b"racis", b"racial", b"ethnic", b"sexist", b"homophobic", b"transphobic"),
            *(
                b"xenophobic",
                b"islamophobic",
                b"antisemit",
                b"anti-semit",
                b"misogyn",
                b"bigot",
                b"supremac",
            ),
            *(b"white supremac", b"neo-nazi", b"hate", b"hatr", b"dehumani", b"derogatory"),
        ),
        r"(?:racist|sexist|homophobic|transphobic|xenophobic|islamophobic|anti-?semitic"
        r"|misogynist(?:ic)?|bigoted|(?:white )?supremacist|neo-nazi|hateful|dehumani[sz]ing|derogatory)"
        r"(?:(?:,| and| or)? [\w-]+){0,3} (?:jokes?|slurs?|speech(?:es)?|posts?|tweets?|poems?|songs?|lyrics"
        r"|stor(?:y|ies)|essays?|articles?|comments?|remarks?|memes?|messages?|content|language|slogans?"
        r"|propaganda|manifestos?|statements?|insults?|terms|opinions?)"
        r"|hate speech|(?:racial|ethnic|homophobic) slurs?|hatred (?:of|against|towards?)"
        r"|(?:promot|spread|incit|justify)(?:e|es|ing)? (?:hate|hatred)\b",
    ),
    Harm(
        "abuse",
        (
            *(b"harass", b"stalk", b"blackmail", b"bully", b"threat", b"death threat"),
            *(b"intimidat", b"humiliat", b"dox", b"doxx", b"doxi", b"tortur", b"rape", b"raping"),
            *(b"kidnap", b"murder", b"assault", b"assassinat"),
        ),
        r"(?:harass|stalk|blackmail|bully|threaten|intimidat|humiliat|doxx?|tortur|rap|kidnap|murder"
        rf"|assault|assassinat)(?:e|ing|ping)? (?:{_PEOPLE})\b"
        r"|(?:threatening|harassing|blackmail) (?:[\w-]+ )?(?:messages?|letters?|e-?mails?|texts?|notes?|calls?)"
        r"|death threats?",
    ),
    Harm(
        "child abuse",
        (
            *(b"sex", b"sexual", b"erotic", b"porn", b"nude", b"naked", b"fetish"),
            *(b"prostitut", b"molest", b"groom", b"csam", b"child porn"),
        ),
        rf"{_SEXUAL}(?:,? [\w'-]+){{0,6}}? {_CHILD}\b|\b{_CHILD}(?:,? [\w'-]+){{0,6}}? {_SEXUAL}\b"
        rf"|\b(?:groom|molest)(?:ing)? (?:[\w-]+ )?{_CHILD}|\bcsam\b",
    ),
)

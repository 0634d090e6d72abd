# ruff: noqa: SIM905  (word lists are read and edited as text)
"""Word lists of names: frozen pieces, surnames that decline apart from their kind, stressed endings."""

FILIATION = frozenset("оглы оглу углы угли улы уулу кызы кизи гызы кзы".split())
"""Turkic «сын» and «дочь»: they and the father's name before them keep one form."""
PARTICLES = frozenset("фон ван дер ден де да ди дю ла ле эль аль ибн бен бинт".split())
SONS = frozenset("оглы оглу углы угли улы уулу".split())
SURNAMES_LIKE_NOUNS = frozenset(
    "щербина калина малина кручина дубина осина рябина ялина лозина лещина хворостина перепелина былина "
    "судьбина скотина махина купина година долина калитина тычина корзина витрина лучина личина дружина "
    "старшина пушнина сова бова кова рева кива дева лева шенгелая гулая ломая хубулая зантарая шония".split(),
)
"""Surnames that look like -ина, -ова, -ая of a woman and are the same for a man."""
FROZEN_PREFIXES = frozenset(
    "абдул абдуль аб ага ак али аль бек бен бин белиц бонч бюль вал ван вар гаджи гасан грум дер джан дюмон дюссар "
    "ибн кара кизил кичи книппер корвин ла ле мак мелик мир мирза мулла нур пост призван рза саид сан санта сеид "
    "сен сент султан тер фон хаджи хан шах шейх шолом эль".split(),
)
"""First pieces of hyphenated surnames that keep one form: Бонч-Бруевича, Тер-Петросяна, Хан-Магомедова."""
FREEZING_TAILS = frozenset("заде зада оглы оглу кызы паша бей хан".split())
FROZEN_SURNAMES = frozenset(
    "золя дюма тома дега люка петипа гамарра труайя шенгелая гулая ломая хубулая зантарая шония "
    "скаля каруана шандра".split(),
)
FOREIGN_IN = frozenset(
    "дарвин чаплин франклин кронин грин регин цин голдвин болдуин кюхельвин бюлов вирхов флотов "
    "мартин эрвин дервин мервин гершвин корвин харин голсуин".split(),
)
STRESSED_A = frozenset(
    "лапша левша каланча саранча ганжа душа паша свеча парча межа алыча епанча хаджа мурча овца пыльца".split(),
)
STRESSED_IYA = frozenset("алия альфия галия гульфия зульфия".split())
FROZEN_FEMALE_SOFT = frozenset("мишель николь габриэль даниэль изабель аннабель ракель шанель".split())
STRESSED_PATRONYMICS = frozenset("ильич лукич фомич кузьмич".split())


CLASSIC_FEMALE_SOFT = frozenset("любовь нинель рахиль рашель руфь суламифь эсфирь юдифь агарь жизель".split())
STRESS_IYA = frozenset("алия альфия асия галия гульфия зульфия лия ия".split())

FROZEN_POST_PIECES = frozenset(
    "вице экс пресс премьер генерал бизнес топ интернет веб арт пиар контр обер унтер штаб медиа шеф".split(),
)
MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()

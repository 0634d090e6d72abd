# ruff: noqa: SIM905  (word lists are read and edited as text)
"""Word lists of names and posts: what keeps one form, what declines apart from its kind, where the stress falls."""

FILIATION = frozenset("оглы оглу углы угли улы уулу кызы кизи гызы кзы".split())
"""Turkic «сын» and «дочь»: they and the father's name before them keep one form."""

SONS = frozenset("оглы оглу углы угли улы уулу".split())
"""Those of them that mean a man."""

PARTICLES = frozenset("фон ван дер ден де да ди дю ла ле эль аль ибн бен бинт".split())
"""Small words of a surname that keep one form and small letters."""

FROZEN_PREFIXES = frozenset(
    "абдул абдуль аб ага ак али аль бек бен бин белиц бонч бюль вал ван вар гаджи гасан грум дер джан дюмон дюссар "
    "ибн кара кизил кичи книппер корвин ла ле мак мелик мир мирза мулла нур пост призван рза саид сан санта сеид "
    "сен сент султан тер фон хаджи хан шах шейх шолом эль".split(),
)
"""First pieces of hyphenated surnames that keep one form: Бонч-Бруевича, Тер-Петросяна, Хан-Магомедова."""

FREEZING_TAILS = frozenset("заде зада оглы оглу кызы".split())
"""Last pieces that keep the whole surname in one form: Рза-заде."""

FROZEN_SURNAMES = frozenset(
    "золя дюма тома дега люка петипа гамарра труайя скаля каруана шандра шенгелая гулая ломая хубулая зантарая".split(),
)
"""Surnames on -а, -я that keep one form: French with the last syllable stressed, Georgian on -ая."""

SURNAMES_LIKE_NOUNS = frozenset(
    "щербина калина малина кручина дубина осина рябина ялина лозина лещина хворостина перепелина былина "
    "судьбина скотина махина купина година долина калитина тычина корзина витрина лучина личина дружина "
    "старшина пушнина сова бова кова рева кива дева лева шенгелая гулая ломая хубулая зантарая".split(),
)
"""Surnames that look like a woman's -ина, -ова, -ая and are the same for a man."""

FOREIGN_IN = frozenset(
    "дарвин чаплин гриффин франклин кронин грин регин цин голдвин болдуин бюлов вирхов эрвин гершвин".split()
)
"""Foreign surnames on -ин, -ов: Чаплином, not Чаплиным."""

STRESSED_A = frozenset(
    "ходжа лапша левша каланча саранча ганжа душа свеча парча межа алыча епанча хаджа мурча овца пыльца".split(),
)
"""Surnames and given names on a stressed -а after a sibilant: Лапшой, while Кваша is Квашей."""

STRESSED_IYA = frozenset("алия альфия галия гульфия зульфия".split())
"""Given names on a stressed -ия: Алие in the dative (rules of 2006, §71)."""

VARIABLE_IYA = STRESSED_IYA | {"асия", "лия", "ия"}
"""Given names on -ия whose dative depends on stress or on the handbook."""

CLASSIC_FEMALE_SOFT = frozenset("любовь нинель рахиль рашель руфь суламифь эсфирь юдифь агарь жизель".split())
"""Women's names on -ь that every handbook declines."""

FROZEN_FEMALE_SOFT = frozenset(
    "мишель николь габриэль даниэль изабель аннабель ракель шанель шанталь сесиль люсиль авиталь яэль катишь".split()
)
"""Western women's names on -ь that keep one form."""

FEMALE_TITLES = frozenset("ханум ханым бегим хатун бике кыз кыс".split())
"""Last pieces of women's names that keep the whole in one form: Бика-Ханум."""

STRESSED_PATRONYMICS = frozenset("ильич лукич фомич кузьмич козьмич".split())
"""Patronymics on a stressed -ич: Ильичом."""

FROZEN_POST_PIECES = frozenset(
    "вице экс пресс премьер генерал бизнес топ интернет веб арт пиар контр обер унтер штаб медиа шеф".split(),
)
"""First pieces of hyphenated posts that keep one form: вице-президента."""

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
MONTHS_NAMED = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()

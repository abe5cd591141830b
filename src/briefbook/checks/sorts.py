"""Things of one sort that exclude one another: wheat or rice, army or navy, captain or colonel, father or son."""

import re
from collections.abc import Iterator
from functools import lru_cache

from briefbook.checks.fact import Fact

_SORTS = """
    wheat | rice | cotton | corn,maize | sugar | flour | coffee | tobacco | soybean,soybeans | barley | beef | coca
    tin | copper | oil,petroleum | coal | steel | gas | gold | silver | zinc | antimony | tungsten,wolfram | rubber
    army | navy | marines
    police | soldiers,troops,paratroopers,army
    captain,capt | colonel,col | major | lieutenant,lt | sergeant | admiral | marshal
    father | son | brother | uncle | cousin | nephew
    wife | daughter | sister | mother
    buddhist,buddhists | catholic,catholics | moslem,moslems,muslim,muslims | protestant,protestants
    tanks,tank | jets,jet,aircraft,planes,plane,airplanes | trucks,truck | submarines,submarine
    bus,buses | taxi,taxis | train,trains,railway,railroad | ship,ships,vessel,vessels
    rifle,rifles,carbine,carbines | pistol,pistols | mortar,mortars | grenade,grenades
    senate | house of representatives
    east,eastern,est | west,western,ouest
    red | blue | green | yellow | black | white
    monday | tuesday | wednesday | thursday | friday | saturday | sunday
    breakfast | lunch,luncheon | dinner
    teachers | students,student | miners,miner | peasants,campesinos,farmers | railwaymen
    hospital | airport,airfield | harbor,harbour | church,cathedral | pagoda
    monthly | weekly | daily | annual,yearly
    summer | winter | spring | autumn
    lease,leased | sale | gift,donation
    loan,loans | grant,grants
    primary | secondary
    upper | lower
    elected | appointed
    arrested | expelled | wounded | killed
    embassy | consulate | legation
    rector | vice-rector,vicerector | dean
    strike | lockout
    inaugural | farewell
    dollars | pounds sterling | francs | marks | pesos | rubles,roubles
"""


@lru_cache(maxsize=1)
def _members() -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for row, line in enumerate(_SORTS.strip().splitlines()):
        for place, cell in enumerate(line.split("|")):
            for word in cell.split(","):
                found[word.strip()] = (*found.get(word.strip(), ()), (row, place))
    return found


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(_members(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.I)


def sorts_in(text: str) -> Iterator[Fact]:
    """The words of a text that belong to a sort; the value is the member, the slot the sort.

    >>> [(fact.words, fact.value) for fact in sorts_in("Rice was bought.")]
    [('Rice', ('0.1',))]
    """
    for match in _pattern().finditer(text):
        for row, place in _members()[match.group().lower()]:
            yield Fact("sort", (f"{row}.{place}",), frozenset((str(row),)), match.group(), *match.span())

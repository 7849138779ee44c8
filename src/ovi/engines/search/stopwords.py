"""Which small words say nothing about the service that someone looks for?"""

from __future__ import annotations

from types import MappingProxyType

_FI = """
ja tai sekä eli vai jos kun kuin että jotta koska mutta vaan niin näin ei en et enkä etkä eikä emme
ette eivät älä on oli ole olen olet olemme ovat olisi olla mistä missä mihin minne mikä mitä mitkä
miten miksi milloin kuka ketä kenelle minä minun minua minulle minulla sinä hän hänen me meidän
meille he se sen sitä siitä siinä ne nämä tämä tämän tätä tuo tuon joka jotka jonka jos joku jotain
jokin saa saan saako saanko saada voi voin voiko voinko voida pitää pitäisi täytyy haluan haluaisin
tarvitsen tarvitsisin apua myös vain aina nyt sitten enää vielä kanssa
"""
_SV = """
och eller samt men om att när som än så inte ej är var varit vara blir bli har hade ha kan kunde ska
skulle måste vill får få jag mig min mitt mina du dig din sig sin sitt sina han hon den det de dem
vi oss vår ni er en ett av i på till från för med utan vid under över hos var vart vad vem vilken
vilket vilka hur varför någon något några denna detta här där nu då också behöver skulle hjälp
"""
_EN = """
a an the and or but if when that than so not no is are was were be been am do does did have has had
can could may might shall should will would must i me my mine you your he him his she her it its we
us our they them their of in on at to from for with without by about into over under where what who
whom which how why some any this these those here there now then also need want get help
"""

STOPWORDS = MappingProxyType(
    {lang: frozenset(words.split()) for lang, words in {"fi": _FI, "sv": _SV, "en": _EN}.items()}
)

"""Words that say little about what somebody would like to talk about, in five languages.

Articles, pronouns, prepositions, small verbs, and what everybody writes in answer to that question
("would like to learn more about"). Short on purpose: a word too many in a topic is seen at once,
one that was taken away is not. All are in lower case.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SAYING_LITTLE"]

_ENGLISH = """
    able about again all also always am an and any anything are around as at be because been being
    best better between both but by can could did different do does doing don done each etc even
    ever every everything few find first for from get getting give go going good had has have
    having he help her here him his hope how however if in interested interesting into is it its
    itself just keep kind know learn learning less let like lot lots ll made make making many may
    maybe me mentee mentees mentor mentoring mentors might mine more most much must my myself need
    needs never new next no nor not nothing now of off often on once one ones only or other others
    our ours out over own part people person perhaps please possible put quite rather re really
    reverse same see share shall she should show since so some somebody someone something such take
    talk talking than thank thanks that the their them then there these they thing things think
    this those through time to together too topic topics try two under understand until up us use
    used useful using ve very want wants was way ways we well were what whatever when where whether
    which while who whole why will wish wishes with within without would yes yet you your yours
"""
_GERMAN = """
    ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim besser
    besten bin bis bitte bzw da dabei damit dann das dass dazu dein deine dem den denn der des dich
    die dies diese diesem diesen dieser dieses dir doch du durch ein eine einem einen einer eines
    einige einmal er erfahren es etwas euch euer für gegen gern gerne gibt habe haben hat hier ich
    ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes
    jetzt kann kein keine keinen können lernen lieber machen man mal mehr mein meine meinem meinen
    meiner mentoren mich mir mit möchte möchten mögen muss müssen nach nicht nichts noch nun nur ob
    oder ohne sehr sein seine seit selbst sich sie sind so soll sollen sollte sowie sprechen thema
    themen über um und uns unser unsere unter viel viele vom von vor war warum was wäre weil wenn
    wer werden wie wieder will wir wird wirklich wissen wo wollen würde würden zu zum zur zwischen
"""
_SPANISH = """
    además ahora al algo algún alguien alguna algunas alguno algunos ante antes aprender aquí así
    aunque ayuda bien cada como cómo con conocer cosa cosas cual cuál cuando cuándo cómo dar de del
    desde donde dónde dos durante el él ella ellas ellos en entender entre era es esa esas ese eso
    esos está están estar estas este esto estos forma fue gusta gustaría ha haber hablar hace hacer
    hacia han hasta hay he la las le les lo los manera más me mejor mejores mentor mi mí mis mismo
    mucha muchas mucho muchos muy nada ni no nos nosotros nuestra nuestro nueva nuevas nuevo nuevos
    nunca otra otras otro otros para pero poco poder por porque puede puedo que qué querer quiero
    quisiera saber se sea ser si sí sin sobre solo sólo son soy su sus tal también tan tanto te
    tema temas tener tengo ti tiempo tiene toda todas todo todos tu tú un una unas uno unos usar va
    vez ya yo
"""
_BULGARIAN = """
    аз ако без беше би бих бъде бъда ви вие вече във все всеки всички всичко всяка где го да дали
    до добре добро докато друг друга други за защо защото ги има имам искам или им как каква какво
    какъв като когато които което който коя която към ли ме между ми мен много мога може можем моя
    моето моите му на над най научa науча нас не него нещо неща нея ни ние нито но нов нова ново
    нови някой някои няма обичам от отколкото около по повече под поне поради после почти пред през
    при се са само сега си сме съм също със та така такива тази те тема теми тези ти това това този
    той толкова три тук тя уча учене хора хората част че често чрез ще
"""
_CZECH = """
    aby ale ani ano asi až bez bude budou by bych být byl byla bylo co což další do dobře jak jaké
    jaký jako já je jeho její jejich jen jeden jedna jedno jenom ještě ji jí jiné jiný jsem jsme
    jsou jste již každý kde kdo kdy když ke která které kterou který kteří ku lépe lepší lidé lidi
    má máme mám mě mentor mezi mi mít mně mnoho mnou mohl mohla moc moci moje může můj můžu mu my
    na nad nám nás náš nebo nechci něco někdo některé než nic není ne ni nové nový o od pak po pod
    podle pokud pro proč proto před přes při protože rád ráda se si svou své svůj ta tak také takže
    tam tato té téma témata tedy ten tento ti to toho tohle tom tomu toto třeba tu tím ty už učit
    naučit dozvědět umět používat mluvit ve věci více však všechno vy za zde ze že chci chtěl chtěla
"""

SAYING_LITTLE: Final = frozenset(
    " ".join((_ENGLISH, _GERMAN, _SPANISH, _BULGARIAN, _CZECH)).split()
)

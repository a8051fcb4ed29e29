"""Words that are written with a full stop which ends no sentence, and words that begin one, in several languages."""
# ruff: noqa: SIM905 - a hundred quoted words are not easier to read

BEFORE_NAMES = frozenset(
    """
    mr mrs ms mx messrs dr drs prof profs rev revd hon pres gov sen rep amb supt insp atty capt cmdr cdr col gen maj lt
    sgt cpl pvt adm brig st ste mt ft fr hr hrn mme mlle mlles mm dott sig sigg sra srta srs exmo dña dhr mevr drs ing
    r.h vgl bzw sog ca cf vs viz approx al e.g i.e z.b d.h u.a o.ä s.o s.u i.d.r m.e bspw evtl ggf inkl exkl einschl
    p.ex ej p.ej t.ex bl.a dvs bijv o.a d.w.z np tzw tj tzn např ul os пл ул им пр просп т.е т.н проф акад гр тов
    г-н г-жа π.χ δηλ κ κα डॉ श्री श्रीमती प्रो डा ดร ศ รศ ผศ นพ พญ พล.อ д-р
    """.split()
)
"""Titles and what always goes on: "Dr.", "e.g.", "vs."; in lower case, without the last stop."""

BEFORE_NUMBERS = frozenset(
    """
    no nos nr nrs num núm n.o n.º pp vol vols fig figs ch chap sec sect art arts par para ed eds ex op opp lect tab abb
    abs bd kap seite str стр с рис табл гл vers v page pág págs cap caps jan feb mar apr jun jul aug sep sept oct nov
    dec okt dez mär mrz janv févr avr juil août déc ene abr ago set dic gen mag giu lug ott mon tue tues wed thu thur
    thurs fri sat sun tel ext apt rm ca c kl
    """.split()
)
"""What goes on only where a number follows: "No. 5", "Fig. 3", "Jan. 12"."""

EITHER = frozenset(
    """
    inc ltd co corp bros plc llc dept dist est univ assn jr sr ave blvd rd hwy ph.d b.a m.a m.d d.c r.n esq
    a.m p.m b.c a.d b.c.e c.e u.s u.k u.n e.u u.s.a u.s.s.r g.m.b.h s.a s.r.l ee uu ee.uu avda cía ltda
    г гг в вв н.э т.д т.п др руб коп тыс обл см р
    """.split()
)
"""What ends a sentence as often as not: it does where a word follows that begins sentences."""

MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    januar jänner februar märz mai juni juli oktober dezember januari februari maart mei augustus
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre
    januari mars maj augusti september oktober marts april ledna února března dubna května června července srpna září
    října listopadu prosince tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta
    syyskuuta lokakuuta marraskuuta joulukuuta január február március április május június július augusztus szeptember
    október november december jan feb mär apr jun jul aug sep sept okt nov dez
    """.split()
)
"""Names of months, in lower case: "15. Mai" is a date in any language."""

WITH_ORDINAL_STOPS = frozenset("de da no nb nn fi et lv cs sk sl hr sr bs hu is fo lb pl".split())
"""Languages that write "the 2nd" as "2."."""

STARTERS = {
    "en": frozenset(
        """
        the this that these those he she it they we you i a but and if when while what where why how who there then
        however after before his her their our my your its because although some many most each every not at for from
        with by to in on as so an no or now today yesterday tomorrow meanwhile later yes well nobody everyone only
        also even still since once during until both all another such let do does did is are was were can could will
        would
        """.split()
    ),
    "de": frozenset(
        """
        der die das den dem des ein eine einen einem einer er sie es wir ihr ich man und aber oder denn doch dann da
        dort hier wenn als weil ob wo wer wie was warum im in am an auf aus bei mit nach seit von vor zu zum zur für
        durch über unter um so auch nur noch nicht kein keine dieser diese dieses sein seine ihre mein meine heute
        morgen gestern damit danach dabei
        """.split()
    ),
    "fr": frozenset(
        """
        le la les l un une des il elle ils elles on nous vous je j tu ce c cette ces cet mais et ou donc car dans en au
        aux à pour par avec sans quand si que qui comme puis alors son sa ses notre votre leur mon ma mes aujourd après
        avant
        """.split()
    ),
    "es": frozenset(
        """
        el la los las un una él ella ellos ellas nosotros yo tú usted ustedes pero y o en por para con sin cuando si que
        quien como luego entonces su sus mi mis este esta estos estas eso esto hoy ayer después antes no sí se lo
        """.split()
    ),
    "it": frozenset(
        """
        il lo la i gli le un una uno lui lei loro noi voi io tu ma e o in per con senza quando se che chi come poi
        allora suo sua questo questa oggi ieri dopo prima non sì si nel nella è
        """.split()
    ),
    "pt": frozenset(
        """
        o a os as um uma ele ela eles elas nós eu você vocês mas e ou em no na por para com sem quando se que quem como
        depois então seu sua este esta isso isto hoje ontem antes não sim
        """.split()
    ),
    "nl": frozenset(
        """
        de het een hij zij ze wij we jij je ik u maar en of in op aan bij met naar van voor door over onder als toen
        wanneer wat waar wie hoe waarom dan dus ook niet geen dit dat deze die zijn haar hun mijn vandaag gisteren
        """.split()
    ),
    "ru": frozenset(
        """
        он она оно они мы вы я ты это в во на и но а как так если когда что кто где почему потом тогда с со по из у к
        от до для за его её их наш мой этот эта эти там здесь сегодня вчера не
        """.split()
    ),
}
"""Language → words that seldom stand in the middle of a sentence with a capital letter, in lower case."""

THAI_PARTICLES = ("ครับ", "ค่ะ", "คะ", "จ้ะ", "จ้า", "ฮะ", "นะ", "เลย", "แล้ว")
"""Words with which sentences end in Thai, which writes no mark."""

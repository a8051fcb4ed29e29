"""Sentences with their translations, written for these tests: news, talk, instructions, subtitles."""

SENTENCES = (
    (
        "The meeting will begin tomorrow at nine.",
        "La reunión empezará mañana a las nueve.",
        "La réunion commencera demain à neuf heures.",
    ),
    (
        "The president visited our office in Madrid yesterday and spoke with the workers.",
        "El presidente visitó ayer nuestra oficina en Madrid y habló con los trabajadores.",
        "Le président a visité hier notre bureau à Madrid et a parlé avec les travailleurs.",
    ),
    (
        "A rabbit ran through the green forest.",
        "Un conejo corrió por el bosque verde.",
        "Un lapin courait à travers la forêt verte.",
    ),
    (
        "I do not know where the keys are.",
        "No sé dónde están las llaves.",
        "Je ne sais pas où sont les clés.",
    ),
    (
        "The new hospital has three hundred beds and a large library.",
        "El nuevo hospital tiene trescientas camas y una gran biblioteca.",
        "Le nouvel hôpital a trois cents lits et une grande bibliothèque.",
    ),
    (
        "My sister works in a small factory near the river.",
        "Mi hermana trabaja en una pequeña fábrica cerca del río.",
        "Ma sœur travaille dans une petite usine près de la rivière.",
    ),
    (
        "We have to buy bread, milk and a little cheese.",
        "Tenemos que comprar pan, leche y un poco de queso.",
        "Nous devons acheter du pain, du lait et un peu de fromage.",
    ),
    (
        "The train leaves in ten minutes, so we must hurry.",
        "El tren sale dentro de diez minutos, así que debemos darnos prisa.",
        "Le train part dans dix minutes, donc nous devons nous dépêcher.",
    ),
    (
        "Scientists have discovered a new planet that is larger than Jupiter.",
        "Los científicos han descubierto un nuevo planeta que es más grande que Júpiter.",
        "Les scientifiques ont découvert une nouvelle planète qui est plus grande que Jupiter.",
    ),
    (
        "Please close the window before you go to bed.",
        "Por favor, cierra la ventana antes de ir a la cama.",
        "S'il te plaît, ferme la fenêtre avant d'aller au lit.",
    ),
    (
        "The government announced that taxes will not rise this year.",
        "El gobierno anunció que los impuestos no subirán este año.",
        "Le gouvernement a annoncé que les impôts n'augmenteront pas cette année.",
    ),
    (
        "She has lived in this city since she was a child.",
        "Ella ha vivido en esta ciudad desde que era niña.",
        "Elle vit dans cette ville depuis qu'elle est enfant.",
    ),
    (
        "What are you talking about?",
        "¿De qué estás hablando?",
        "De quoi parles-tu ?",
    ),
    (
        "Don't worry, everything is under control.",
        "No te preocupes, todo está bajo control.",
        "Ne t'inquiète pas, tout est sous contrôle.",
    ),
    (
        "The old man told us a story about the war.",
        "El anciano nos contó una historia sobre la guerra.",
        "Le vieil homme nous a raconté une histoire sur la guerre.",
    ),
    (
        "Press the red button to stop the machine.",
        "Pulse el botón rojo para parar la máquina.",
        "Appuyez sur le bouton rouge pour arrêter la machine.",
    ),
    (
        "The film was long, but the music was beautiful.",
        "La película era larga, pero la música era hermosa.",
        "Le film était long, mais la musique était belle.",
    ),
    (
        "Many people lost their homes because of the floods.",
        "Muchas personas perdieron sus casas a causa de las inundaciones.",
        "Beaucoup de gens ont perdu leurs maisons à cause des inondations.",
    ),
    (
        "If it rains tomorrow, we will stay at home.",
        "Si llueve mañana, nos quedaremos en casa.",
        "S'il pleut demain, nous resterons à la maison.",
    ),
    (
        "The children were playing in the garden when the storm began.",
        "Los niños estaban jugando en el jardín cuando empezó la tormenta.",
        "Les enfants jouaient dans le jardin quand l'orage a commencé.",
    ),
    (
        "This house is much more expensive than the other one.",
        "Esta casa es mucho más cara que la otra.",
        "Cette maison est beaucoup plus chère que l'autre.",
    ),
    (
        "He has never seen the sea.",
        "Nunca ha visto el mar.",
        "Il n'a jamais vu la mer.",
    ),
    (
        "The company sold more cars last month than in the whole previous year.",
        "La empresa vendió más coches el mes pasado que en todo el año anterior.",
        "L'entreprise a vendu plus de voitures le mois dernier que pendant toute l'année précédente.",
    ),
    (
        "Thank you for your help; without you it would have been impossible.",
        "Gracias por tu ayuda; sin ti habría sido imposible.",
        "Merci de ton aide ; sans toi cela aurait été impossible.",
    ),
)
"""English, Spanish, French."""

LANGUAGES = ("en", "es", "fr")


def pairs(source: str, target: str) -> list[tuple[str, str]]:
    """Return sentences in one language and the same in another."""
    here, there = LANGUAGES.index(source), LANGUAGES.index(target)
    return [(row[here], row[there]) for row in SENTENCES]

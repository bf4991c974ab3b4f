"""Generates stories that fill lists, archives and searches between the written ones.

The head of `generator.toml` explains how a story is made of the material there.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Any

from portal.paths import package_folder

SEED = "Europ Info"
SLOT = re.compile(r"\{(\w+)\}")
RECENT_STORIES = 40  # about two pages of a category
LONG_WORD = re.compile(r"\w{4,}")

Material = dict[str, Any]


@dataclass(frozen=True)
class GeneratedStory:
    """A finished story. Categories, tags and authors are slugs, the picture is a file name."""

    headline: str
    standfirst: str
    kicker: str
    body: str
    category: str
    also: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    picture: str | None


def read_material() -> Material:
    with (package_folder("demo") / "generator.toml").open("rb") as file:
        return tomllib.load(file)


def generate(seed: str = SEED) -> Iterator[GeneratedStory]:
    """Yield stories without end. The same seed gives the same stories.

    No headline comes twice, and none opens with the words of one of the last 40.
    """
    material = read_material()
    dice = Random(seed)  # noqa: S311  not a secret
    decks = Decks(dice)
    weights = [theme["weight"] for theme in material["themes"]]
    headlines = {theme["slug"]: headlines_of(theme) for theme in material["themes"]}
    used: set[str] = set()
    recent: deque[str] = deque(maxlen=RECENT_STORIES)
    while True:
        theme = dice.choices(material["themes"], weights)[0]
        headline, group = decks.draw(headlines[theme["slug"]])
        story = StoryWriter(material, headline, theme | group, dice)
        opening = opening_of(story.headline)
        if is_readable(story.headline) and story.headline not in used and opening not in recent:
            used.add(story.headline)
            recent.append(opening)
            yield story.write(decks)


def headlines_of(theme: Material) -> list[tuple[str, Material]]:
    """Return each headline of a theme with the group that it belongs to."""
    groups = [theme, *theme.get("own", [])]
    return [(headline, group) for group in groups for headline in group["headlines"]]


class Decks:
    """Draws from lists at random across stories. Every entry is drawn before one is drawn again."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.left: dict[int, list[Any]] = {}

    def draw(self, cards: list[Any]) -> Any:
        left = self.left.setdefault(id(cards), [])
        if not left:
            left.extend(self.dice.sample(cards, len(cards)))
        return left.pop()


def is_readable(headline: str) -> bool:
    """True if no long word occurs twice."""
    words = Counter(LONG_WORD.findall(headline.lower()))
    return not words or max(words.values()) == 1


def opening_of(headline: str) -> str:
    """Return the first two words that are not figures."""
    return " ".join([word for word in headline.split() if word[0].isalpha()][:2])


class StoryWriter:
    """Writes one story.

    A name is drawn once for the whole story, a number once for its sentence.
    """

    def __init__(self, material: Material, headline: str, theme: Material, dice: Random) -> None:
        self.material = material
        self.theme = theme
        self.dice = dice
        region = dice.choice(theme.get("regions") or material["everywhere"])
        self.lists = material["slots"] | {"place": material["regions"][region]} | theme["slots"]
        self.names: dict[str, list[str]] = {}
        self.pools: dict[str, list[str]] = {}
        self.headline = self.fill(headline)

    def write(self, decks: Decks) -> GeneratedStory:
        theme, dice = self.theme, self.dice
        return GeneratedStory(
            headline=self.headline,
            standfirst=self.fill(decks.draw(theme["standfirsts"])),
            kicker=dice.choice(theme["kickers"]),
            body=self.body(),
            category=theme["category"],
            also=tuple(theme["also"]),
            tags=tuple(dice.sample(theme["tags"], dice.randint(2, 4))),
            authors=self.authors(),
            picture=self.picture(),
        )

    def authors(self) -> tuple[str, ...]:
        """Return one author, or two for every sixth story."""
        first = self.dice.choice(self.theme["authors"])
        others = [each for each in self.theme["authors"] if each != first]
        if others and self.dice.random() < 1 / 6:
            return first, self.dice.choice(others)
        return (first,)

    def picture(self) -> str | None:
        """Return a scene that fits for every tenth story; the others have a text cover."""
        scenes = [name for name in self.theme["pictures"] if name]
        return self.dice.choice(scenes) if scenes and self.dice.random() < 0.1 else None

    def body(self) -> str:
        shape = self.dice.choice(self.material["recipe"]["shapes"])
        paragraphs = [self.paragraph(entry) for entry in shape]
        place = escape(self.value("place", {}), quote=False)
        return "\n".join(paragraphs).replace("<p>", f"<p><strong>{place}.</strong> ", 1)

    def paragraph(self, entry: str) -> str:
        if entry == "heading":
            return f"<h2>{self.text('headings')}</h2>"
        if entry == "quote":
            by = escape(self.value("person", {}) + ", " + self.value("role", {}), quote=False)
            return f"<blockquote><p>“{self.text('quotes')}”</p><footer>{by}</footer></blockquote>"
        if entry == "list":
            points = [f"<li>{self.text('points')}</li>" for _ in range(3)]
            return f"<ul>{''.join(points)}</ul>"
        return f"<p>{' '.join(map(self.text, entry.split()))}</p>"

    def text(self, pool: str) -> str:
        return escape(self.sentence(pool), quote=False)

    def sentence(self, pool: str) -> str:
        """Return a sentence of a pool that this story has not used yet."""
        if pool not in self.pools:
            self.pools[pool] = [*self.pool(pool)]
        left = self.pools[pool]
        return self.fill(left.pop(self.dice.randrange(len(left))))

    def pool(self, name: str) -> list[str]:
        """Return the theme's own list of that name, or the one that it shares with others."""
        if name in ("common", "link"):
            return self.material["common"][self.theme["common"]][name]
        return self.theme[name if name.endswith("s") else f"{name}s"]

    def fill(self, text: str) -> str:
        """Return the sentence with a value in each slot and a capital first letter."""
        numbers: dict[str, list[str]] = {}
        filled = SLOT.sub(lambda slot: self.value(slot[1], numbers), text)
        return capitalised(filled)

    def value(self, slot: str, numbers: dict[str, list[str]]) -> str:
        """Return the value of a slot such as `place`, or `place2`, which differs from `place`."""
        name, nth = (slot[:-1], int(slot[-1])) if slot[-1].isdigit() else (slot, 1)
        if name[0].isupper():
            return capitalised(self.value(name.lower(), numbers))
        drawn = (numbers if self.is_number(name) else self.names).setdefault(name, [])
        while len(drawn) < nth:
            if (value := self.draw(name)) not in drawn:
                drawn.append(value)
        return drawn[nth - 1]

    def is_number(self, name: str) -> bool:
        return name in self.material["ranges"] or name in self.material["fresh"]

    def draw(self, name: str) -> str:
        if limits := self.material["ranges"].get(name):
            return f"{self.dice.randrange(limits['from'], limits['to'] + 1, limits['step']):,}"
        return self.dice.choice(self.lists[name])


def capitalised(text: str) -> str:
    return text[0].upper() + text[1:]

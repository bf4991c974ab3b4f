"""The chart docs/performance.svg, for light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, MARGIN, LABELS = 760, 24, 250
STEP, BAR = 30, 18
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 15px }
  .small { font-size: 12px; fill: #59636e }
  .bar { fill: #8c959f } .ours { fill: #9a3412 } .axis { stroke: #8c959f }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .bar { fill: #59636e } .ours { fill: #f0883e }
  }
"""


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    shown: str
    is_ours: bool = False


@dataclass(frozen=True)
class Panel:
    """Bars on a common scale; the longest fills the width."""

    title: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        return 2 * STEP + STEP * len(self.bars)

    def draw(self, top: int) -> str:
        largest = max((bar.value for bar in self.bars), default=0) or 1
        available = WIDTH - LABELS - 2 * MARGIN - 110
        lines = [f'<text class="title" x="{MARGIN}" y="{top + STEP}">{escape(self.title)}</text>']
        for number, bar in enumerate(self.bars):
            y = top + STEP * (number + 1) + 14
            length = max(2, round(bar.value / largest * available))
            kind = "ours" if bar.is_ours else "bar"
            lines += [
                f'<text x="{MARGIN + LABELS - 10}" y="{y + 13}" text-anchor="end">{escape(bar.label)}</text>',
                f'<rect class="{kind}" x="{MARGIN + LABELS}" y="{y}" width="{length}" height="{BAR}"/>',
                f'<text class="small" x="{MARGIN + LABELS + length + 8}" y="{y + 13}">{escape(bar.shown)}</text>',
            ]
        return "\n".join(lines)


def draw(panels: Sequence[Panel], title: str) -> str:
    """Return an SVG document with the panels below one another."""
    height = sum(panel.height for panel in panels) + MARGIN
    drawn, top = [], 0
    for panel in panels:
        drawn.append(panel.draw(top))
        top += panel.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="title">\n'
        f'<title id="title">{escape(title)}</title>\n<style>{STYLE}</style>\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )

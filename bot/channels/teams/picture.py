"""The picture of an area's card: the users of each setting, active and not."""

from __future__ import annotations

import base64
import datetime as dt
import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.teams.card_texts import CardTexts
from bot.knowledge.replies import spoken_date

_ACTIVE, _INACTIVE = "#17635c", {"facecolor": "#f3d9c8", "edgecolor": "#a33c0a", "hatch": "////"}
_THICK = 0.7  # of a bar, in lines
_MOST = 3  # settings
_DOTS_PER_INCH = 150
_COLOURS = 32
_LEGEND = 0.56  # inches from the top, below the title and what the chart is of
_LONGEST_LINE = 54  # letters


def area_picture(custom: Mapping[str, Any], texts: CardTexts) -> str | None:
    """Draw the picture; give it as an address that holds it, or nothing where there is no bar.

    It has a white background of its own, so that it can be read in Teams' dark theme too. Nobody
    needs its colours: each bar has its figures beside it.

    Args:
        custom: the payload of an area's reply.
        texts: what is written in the picture.
    """
    settings: Sequence[Mapping[str, Any]] = custom.get("settings", [])[:_MOST]
    if not any(each["active_users"] + each["inactive_users"] for each in settings):
        return None
    # Only here, as a server that draws nothing should not load it.
    from matplotlib.patches import Patch  # type: ignore[import-untyped]
    from matplotlib.ticker import MaxNLocator  # type: ignore[import-untyped]
    from PIL import Image

    from bot.reports.chart_frame import Frame, empty_chart

    names = [texts.say(f"setting_{each['setting']}") for each in settings]
    date = spoken_date(dt.date.fromisoformat(custom["snapshot"]))
    groups = [
        (
            texts.say(
                "picture_bar",
                setting=name,
                active=f"{each['active_users']:,}",
                inactive=f"{each['inactive_users']:,}",
            ),
            [""],
        )
        for name, each in zip(names, settings, strict=True)
    ]
    name = "picture_about_sample" if custom.get("sample") else "picture_about"
    room = _LONGEST_LINE - len(texts.say(name, area="", date=date))
    area = textwrap.shorten(str(custom["area"]), room, placeholder=" ...")
    about = texts.say(name, area=area, date=date)
    chart, axes, tops = empty_chart(Frame(texts.say("picture_title"), about, groups, right=0.95))
    for y, each in zip(tops, settings, strict=True):
        active, inactive = each["active_users"], each["inactive_users"]
        axes.barh(y, active, _THICK, color=_ACTIVE)
        axes.barh(y, inactive, _THICK, left=active, linewidth=1, **_INACTIVE)
    most = max(each["active_users"] + each["inactive_users"] for each in settings)
    axes.set(xlim=(0, most), xlabel=texts.say("picture_axis"))
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.xaxis.set_major_formatter(lambda number, _: f"{round(number):,}")
    chart.legend(
        handles=[
            Patch(color=_ACTIVE, label=texts.say("picture_active")),
            Patch(label=texts.say("picture_inactive"), **_INACTIVE),
        ],
        loc="upper left",
        bbox_to_anchor=(0.015, 1 - _LEGEND / chart.get_figheight()),
        ncol=2,
        frameon=False,
        borderpad=0,
        fontsize=9.5,
    )
    drawn, small = io.BytesIO(), io.BytesIO()
    chart.savefig(drawn, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
    # A few colours are enough, and make a third of the size.
    Image.open(drawn).convert("RGB").quantize(_COLOURS).save(small, format="png", optimize=True)
    return "data:image/png;base64," + base64.b64encode(small.getvalue()).decode()

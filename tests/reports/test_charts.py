"""The charts: bars as long as the figures, names as they are, the same bytes each time."""

from __future__ import annotations

import base64
import dataclasses
import io

import pytest
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from PIL import Image

from bot.activity.model import Setting
from bot.reports.area_report import AreaPart, AreaReport
from bot.reports.chart_frame import as_data_uri, as_png
from bot.reports.chart_words import accounts_words, activity_words
from bot.reports.charts import accounts_chart, activity_chart
from bot.reports.texts import ReportTexts
from tests.reports.conftest import figures


def bars(chart: Figure) -> list[float]:
    """Give the lengths of the bars from the top down."""
    return [bar.get_width() for bar in chart.axes[0].patches]


def written(chart: Figure) -> list[str]:
    """Give everything that is written inside the chart."""
    return [text.get_text() for text in [*chart.texts, *chart.axes[0].texts]]


def svg(chart: Figure) -> str:
    """Give the picture that is in the address."""
    head, _, data = as_data_uri(chart).partition(",")
    assert head == "data:image/svg+xml;base64"
    return base64.b64decode(data).decode()


def test_bars_are_as_long_as_the_activity(report: AreaReport, texts: ReportTexts) -> None:
    """The area and each part have a bar for each setting, with the percentage beside it."""
    chart = activity_chart(report, texts)

    assert bars(chart) == pytest.approx([100 * 1355 / 2965, 25, 45, 25, 75])
    assert written(chart)[2:] == [
        *("Zedshire", "Care homes", "Home care"),
        *("Zedton CCG", "Care homes", "Home care"),
        *("Quayz CCG", "Care homes"),
        *("46%", "25%", "45%", "25%", "75%"),
    ]


def test_the_day_before_is_marked(report: AreaReport, texts: ReportTexts) -> None:
    """Each bar with figures of the day before has a mark there, and the legend names the day."""
    chart = activity_chart(report, texts)

    marks = [line.get_xdata()[0] for line in chart.axes[0].lines if line.get_linewidth() == 2]
    assert marks == pytest.approx([100 * 1352 / 2955, 25, 50, 25])
    assert [text.get_text() for text in chart.legends[0].get_texts()] == ["on 30 October 2020"]


def test_a_first_report_has_no_mark(report: AreaReport, texts: ReportTexts) -> None:
    """Without a day before there is no legend that speaks of one."""
    parts = [dataclasses.replace(part, previous={}) for part in (report.area, *report.parts)]
    first = dataclasses.replace(report, previous_date=None, area=parts[0], parts=tuple(parts[1:]))

    chart = activity_chart(first, texts)

    assert chart.legends == []
    assert [line for line in chart.axes[0].lines if line.get_linewidth() == 2] == []


def test_accounts_are_shown_by_part(report: AreaReport, texts: ReportTexts) -> None:
    """In use and at risk lie end to end, and the longest bar fits."""
    chart = accounts_chart(report, texts)

    assert bars(chart) == [90, 110, 5, 15, 30, 10]
    assert written(chart)[-3:] == ["110 of 200 at risk", "15 of 20 at risk", "10 of 40 at risk"]
    assert chart.axes[0].get_xlim() == (0, 200)


def test_an_area_without_parts_shows_itself(report: AreaReport, texts: ReportTexts) -> None:
    """A CCG has no parts, and its numbers have commas."""
    chart = accounts_chart(dataclasses.replace(report, parts=()), texts)

    assert bars(chart) == [1355, 1610, 5, 15]
    assert "1,610 of 2,965 at risk" in written(chart)


def test_an_area_without_accounts_says_so(report: AreaReport, texts: ReportTexts) -> None:
    """Instead of an empty frame there is a sentence, in both charts."""
    empty = dataclasses.replace(report, area=AreaPart("Nowherez", "ccg", {}, {}), parts=())

    for chart in (activity_chart(empty, texts), accounts_chart(empty, texts)):
        assert bars(chart) == []
        assert "No accounts in the report" in written(chart)
        assert "No accounts in the report" in svg(chart)


def test_the_picture_says_what_it_is_of(report: AreaReport, texts: ReportTexts) -> None:
    """A PNG in somebody's slides still tells day, area, and that its data is a sample."""
    sample = dataclasses.replace(report, sample=True)

    assert written(activity_chart(sample, texts))[:2] == [
        "Active users on 27 November 2020",
        "Zedshire, sample data",
    ]
    assert written(activity_chart(report, texts))[1] == "Zedshire"


def test_a_name_is_no_formula(report: AreaReport, texts: ReportTexts) -> None:
    """Signs that mean something to matplotlib or to SVG are drawn as they are."""
    area = dataclasses.replace(report.area, name="Zed $x_1$ & <b>Co</b>")

    assert "Zed $x_1$ &amp; &lt;b&gt;Co&lt;/b&gt;" in svg(
        activity_chart(dataclasses.replace(report, area=area), texts)
    )


def test_a_long_name_stays_within_the_picture(report: AreaReport, texts: ReportTexts) -> None:
    """A heading is broken into lines, and nothing runs over the right edge."""
    name = "Zedhampton, Quayzbury and North East Zetland Clinical Commissioning Group"
    parts = (AreaPart(name, "ccg", {Setting.CARE_HOME: figures(Setting.CARE_HOME, 2964, 0)}, {}),)
    area = dataclasses.replace(report.area, name=name)
    long = dataclasses.replace(report, area=area, parts=parts, sample=True)

    for chart in (activity_chart(long, texts), accounts_chart(long, texts)):
        chart.canvas.draw()
        renderer = chart.canvas.get_renderer()
        right_edges = [
            text.get_window_extent(renderer).x1 for text in [*chart.texts, *chart.axes[0].texts]
        ]
        assert max(right_edges) < chart.bbox.x1


def test_the_same_chart_is_the_same_file(report: AreaReport, texts: ReportTexts) -> None:
    """A report that is written again differs where its figures do."""
    again = [activity_chart(report, texts) for _ in range(2)]

    assert as_data_uri(again[0]) == as_data_uri(again[1])
    assert as_png(again[0]) == as_png(again[1])


def test_a_png_is_large_enough_for_paper(report: AreaReport, texts: ReportTexts) -> None:
    """About 8 cm at 200 dots an inch or more."""
    with Image.open(io.BytesIO(as_png(accounts_chart(report, texts)))) as picture:
        assert picture.format == "PNG"
        assert picture.width > 800


def test_words_tell_the_range(report: AreaReport, texts: ReportTexts) -> None:
    """Who does not see the chart hears the ends of each setting and where the figures stand."""
    assert activity_words(report, texts) == (
        "Bar chart of the accounts in use, in percent."
        " Care homes: from 45% in Zedton CCG to 75% in Quayz CCG."
        " Home care: from 25% in Zedshire to 25% in Zedton CCG."
        " The same figures stand in the tables under the heading Figures in full."
    )


def test_words_of_one_area_give_its_figure(report: AreaReport, texts: ReportTexts) -> None:
    """There is no range from an area to itself."""
    alone = dataclasses.replace(report, parts=())

    assert "Home care: 25% in Zedshire." in activity_words(alone, texts)


def test_words_tell_the_accounts(report: AreaReport, texts: ReportTexts) -> None:
    """The whole area's accounts are said, and where there are none that is said too."""
    empty = dataclasses.replace(report, area=AreaPart("Nowherez", "ccg", {}, {}), parts=())

    assert "Care homes: 1,355 in use and 1,610 at risk in Zedshire." in accounts_words(
        report, texts
    )
    assert "No accounts in the report." in accounts_words(empty, texts)

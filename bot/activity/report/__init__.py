"""Reads the activity report from CSV or XLSX: site rows, and a remark on all that is odd."""

from __future__ import annotations

from bot.activity.report.model import Remark, Report, ReportError
from bot.activity.report.reading import read_report

__all__ = ["Remark", "Report", "ReportError", "read_report"]

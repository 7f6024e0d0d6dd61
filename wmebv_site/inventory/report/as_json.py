"""The report as data, in a shape that stays: see docs/reference/report-json.md."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from wmebv_site.diagnostics import json_text
from wmebv_site.inventory.analysis import ChannelAnalysis, MessageAnalysis
from wmebv_site.inventory.checklist import Finding
from wmebv_site.inventory.progress import Progress, Upcoming
from wmebv_site.inventory.steps import StepProgress
from wmebv_site.inventory.tasks import Task
from wmebv_site.links.listed import links_data

SHAPE = 1
"""Raised when a key changes its meaning or goes; a new key does not raise it."""


def report_json(progress: Progress) -> str:
    return json_text(report_data(progress), sort_keys=False)


def report_data(progress: Progress) -> dict[str, Any]:
    """Everything the report tells; ids as in the registers, days as JJJJ-MM-DD, null where nothing is known."""
    return {
        "version": SHAPE,
        "date": progress.today.isoformat(),
        "municipality": progress.name,
        "fictitious": progress.fictitious,
        "check": {level.value: number for level, number in progress.found.items()},
        "roadmap_unread": progress.roadmap_unread,
        "totals": asdict(progress.totals) | {"without": progress.totals.without},
        "domains": [
            {"id": each.id, "name": each.name} | asdict(each.totals) | {"without": each.totals.without}
            for each in progress.domains
        ],
        "late": len(progress.late),
        "proposals": progress.proposals,
        "steps": [_step(step) for step in progress.steps],
        "tasks": [task_data(task) for task in progress.tasks],
        "channels": [
            _channel(each.about) | {"checklist": [_finding(finding) for finding in each.findings]}
            for each in progress.conformity
        ],
        "suppliers": [
            {
                "channel": line.channel.id,
                "name": line.supplier.name,
                "asked_on": _day(line.supplier.asked_on),
                "answer": line.supplier.answer.value if line.supplier.answer else None,
                "answered_on": _day(line.supplier.answered_on),
                "state": line.state.value,
                "follow_up": _day(line.follow_up),
                "overdue": line.overdue,
            }
            for line in progress.suppliers
        ],
        "changes": [
            {
                "product": change.product.id,
                "message": change.message.key,
                "kind": change.kind.value,
                "comes": change.comes,
                "goes": change.goes,
                "covered": change.covered,
            }
            for change in progress.changes
        ],
        "links": links_data(progress.links) if progress.links else None,
        "upcoming": [day_data(each) for each in progress.upcoming],
        "coverage": {
            "reason": progress.coverage.reason,
            "points": [
                {
                    "date": p.day.isoformat(),
                    "needed": p.needed,
                    "designated": p.designated,
                    "wanted": p.wanted,
                }
                for p in progress.coverage.points
            ],
        },
        "messages": [_message(message) for message in progress.analysis.messages],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _step(step: StepProgress) -> dict[str, Any]:
    return {
        "step": step.step.value,
        "title": step.title,
        "state": step.state,
        "done": step.done,
        "total": step.total,
        "owner": step.owner,
        "due": _day(step.due),
        "overdue": step.overdue,
        "items": [
            {
                "text": item.text,
                "done": item.done,
                "total": item.total,
                "by_register": item.by_register,
                "owner": item.owner,
                "due": _day(item.due),
                "evidence": item.evidence,
                "overdue": item.overdue,
            }
            for item in step.items
        ],
    }


def day_data(each: Upcoming) -> dict[str, Any]:
    return {"date": each.day.isoformat(), "what": each.what, "owner": each.owner}


def task_data(task: Task) -> dict[str, Any]:
    return {
        "weight": task.weight.value,
        "kind": task.weight.word,
        "what": task.what,
        "why": task.why,
        "messages": task.messages,
        "owner": task.owner,
        "due": _day(task.due),
        "file": task.place.file if task.place else None,
        "line": task.place.line if task.place else None,
        "code": task.code,
    }


def _channel(about: ChannelAnalysis) -> dict[str, Any]:
    return {
        "id": about.channel.id,
        "name": about.channel.name,
        "fate": about.fate.value,
        "wanted": len(about.wanted),
        "designated": len(about.designated),
        "in_use": len(about.in_use),
        "official": about.official,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "verdict": finding.verdict.value,
        "why": finding.why,
        "basis": finding.basis,
        "on": _day(finding.on),
        "evidence": finding.evidence,
    }


def _message(message: MessageAnalysis) -> dict[str, Any]:
    return {
        "product": message.product.id,
        "message": message.message.key,
        "domain": message.product.domain,
        "official": message.official,
        "in_use": message.in_use,
        "wanted": message.wanted,
        "designated": message.designated,
        "answered_today": message.answered_today,
        "answered_as_wanted": message.answered_as_wanted,
        "fates": {name: fate.value for name, fate in message.fates.items()},
        "elsewhere": message.elsewhere.value if message.elsewhere else None,
        "gap": message.gap,
        "only_fallback": message.only_fallback,
        "exempt": message.exempt.reason.value if message.exempt else None,
        "sensitive": message.weak,
    }

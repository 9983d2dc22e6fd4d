"""A firm's folder of playbooks, with one that the small engagement meets but for what a test takes away."""

from pathlib import Path

import pytest

PLAYBOOK = """\
id: our-review
title: {zh: 我们的复盘, en: Our review}
question: {zh: 转化怎么样？, en: How is conversion}
requires:
  kpis:
    - id: conversion
      what: {zh: 一个按比例计的指标, en: a share}
      without: {zh: 看不出转化, en: conversion can't be seen.}
      match: {unit: [share], direction: [higher]}
  columns:
    - id: day
      what: {zh: 日期, en: the day}
      without: {zh: 排不出先后, en: nothing has an order}
      match: {meaning: time, beside: [entity]}
  entities:
    - id: sisters
      what: {zh: 两家同类, en: two peers}
      without: {zh: 没有对比, en: no comparison}
      at_least: 2
      match: {peers: true}
  evidence:
    - id: talks
      what: {zh: 访谈, en: talks}
      without: {zh: 不知道为什么, en: nobody knows why}
      need: should
      match: {kind: interviews}
steps:
  - {step: align}
  - {step: track, parameters: {seed: 5}}
reader:
  align:
    answers: {zh: 目标, en: the goal}
    read: {zh: 先看目标, en: the goal first}
    limits: {zh: 说不了认同, en: not agreement}
"""


class Firm:
    """A folder of playbooks that a test changes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("our-review")

    def write(self, name: str, text: str = PLAYBOOK) -> Path:
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "playbook.yaml").write_text(text, encoding="utf-8")
        (folder / "guide.md").write_text("# Ours\n", encoding="utf-8")
        return folder

    def change(self, old: str, new: str) -> None:
        assert old in PLAYBOOK
        self.write("our-review", PLAYBOOK.replace(old, new, 1))


@pytest.fixture
def firm(tmp_path, monkeypatch):
    monkeypatch.delenv("PERFLOOP_PLAYBOOKS", raising=False)
    return Firm(tmp_path / "ours")


@pytest.fixture
def following(small, firm):
    """The small engagement, which follows the firm's playbook."""
    with (small / "engagement.yaml").open("a", encoding="utf-8") as file:
        file.write("playbook: our_review\nplaybooks: ../ours\n")
    return small

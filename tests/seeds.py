"""Ledger entries that tests of the run and of the command seed."""

LEDGER = """\
events:
  - event: A-001
    at: 2025-03-20
    actor: li
    kind: planned
    reason: 转化率低于目标
    intervention:
      id: greeting
      title: {zh: 迎宾话术, en: Greeting}
      dimension: skills
      cause: {zh: 进店无人接待, en: nobody greets}
      kpi: conversion_rate
      entities: [north]
      owner: li
      due: 2025-04-30
      measure: {zh: 迎宾培训, en: training}
      baseline: 0.10
      target: 0.12
      expected: {relative: 0.10}
      start: 2025-05-01
      decision: 2025-11-30
"""

"""`gleanry score` works on a file alone, and says what is wrong with it and how to mend it."""

from __future__ import annotations

import csv
import json

import pytest

from tests.likelihood.tables import Leads, planted

KEYS = ["rows", "positives", "auc", "auc_time_split", "brier", "lift_at_10", "leaks", "reasons"]


def write(path, table, *, delimiter=",", encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(table)
        writer.writerows(zip(*table.values(), strict=True))
    return path


@pytest.fixture
def file(tmp_path):
    leads = Leads(1500)
    return write(tmp_path / "leads.csv", leads.table(closed_on=planted(leads)["closed_on"]))


def test_it_needs_no_set_up(program_run, home, file):
    said = program_run("score", "fit", file, "--target", "won", "--json")

    assert said.code == 0, said.err
    assert list(said.json) == KEYS
    assert said.json["rows"] == 1500
    assert [leak["column"] for leak in said.json["leaks"]] == ["closed_on"]
    assert {"column", "value", "direction", "log_odds", "words"} <= set(said.json["reasons"][0])
    assert not home.exists()


def test_any_delimiter_and_encoding_gives_the_same(run, tmp_path):
    leads = Leads(1500)
    table = leads.table()
    table["来源"] = table.pop("source")
    table["won"] = ["是" if cell == "yes" else "否" for cell in table["won"]]
    files = [
        write(tmp_path / "a.csv", table),
        write(tmp_path / "b.csv", table, delimiter=";", encoding="gb18030"),
        write(tmp_path / "c.txt", table, delimiter="\t", encoding="utf-16"),
    ]

    said = [run("score", "fit", each, "--target", "won", "--json").out for each in files]

    assert json.loads(said[0])["positives"] == int(leads.won.sum())
    assert said[1] == said[0]
    assert said[2] == said[0]


def test_a_model_is_saved_and_applied(run, tmp_path, file):
    model = tmp_path / "model.json"
    assert run("score", "fit", file, "--target", "won", "--save", model).code == 0

    said = run("score", "apply", file, "--model", model)
    rows = list(csv.DictReader(said.out.splitlines()))
    as_json = [json.loads(line) for line in run("score", "apply", file, "--model", model, "--json").out.splitlines()]

    assert len(rows) == len(as_json) == 1500
    assert float(rows[0]["probability"]) == pytest.approx(as_json[0]["probability"], abs=1e-6)
    assert any(row["for"] for row in rows) and any(row["against"] for row in rows)
    assert "names" in json.loads(model.read_text())["terms"][0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--target", "nothing"], "there is no column “nothing”; the columns are: created_at, fit"),
        (["--target", "won", "--positive", "maybe"], "it holds: no, yes; name one of them with --positive"),
        (["--target", "source"], "name the one that counts as a yes with --positive"),
        (["--target", "won", "--time", "source"], "“source” is neither dates nor numbers"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure(run, file, arguments, words):
    said = run("score", "fit", file, *arguments)

    assert said.code == 1
    assert words in said.err
    assert file.name in said.err


def test_too_little_is_refused_with_the_rule(run, tmp_path):
    said = run("score", "fit", write(tmp_path / "few.csv", Leads(120).table()), "--target", "won", "--json")

    assert said.code == 1
    assert "each must be at least 50" in said.err
    assert said.out == ""


def test_a_model_that_is_none_is_refused(run, tmp_path, file):
    (tmp_path / "model.json").write_text("[]")
    (tmp_path / "empty.csv").write_text("")

    assert "not a saved score" in run("score", "apply", file, "--model", tmp_path / "model.json").err
    assert "the file is empty" in run("score", "fit", tmp_path / "empty.csv", "--target", "won").err

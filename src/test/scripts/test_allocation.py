"""bench/allocation: what allocates more than its record is told, by how much, and how the record is renewed."""

import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.dont_write_bytecode = True


def load():
    loader = importlib.machinery.SourceFileLoader("allocation", str(ROOT / "bench/allocation"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("allocation", loader))
    loader.exec_module(module)
    return module


class AllocationTest(unittest.TestCase):
    def compared(self, record, measured):
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            wrong = load().compare(record, measured)
        return wrong, told.getvalue()

    def test_more_than_a_quarter_over_the_record_is_told_with_both_figures(self):
        wrong, told = self.compared({"Request.chat": 16000, "Read.read": 700}, {"Request.chat": 20100, "Read.read": 870})
        self.assertEqual(["Request.chat"], wrong)
        self.assertRegex(told, r"Request\.chat +20,100 bytes, +16,000 recorded, \+26 %  TOO MUCH\n")
        self.assertRegex(told, r"Read\.read +870 bytes, +700 recorded, \+24 %\n")

    def test_an_object_more_where_there_was_nothing_is_too_much(self):
        self.assertEqual(["Metrics.count"], self.compared({"Metrics.count": 0}, {"Metrics.count": 24})[0])

    def test_a_benchmark_without_a_record_and_one_that_is_gone_are_wrong(self):
        self.assertEqual(["Gone.x", "New.x"], self.compared({"Gone.x": 1}, {"New.x": 1})[0])


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""An engine for the test of compare.py: answers at once with the time that its arguments say.

usage: fake_engine.py NAME MILLISECONDS [PRECISION_THAT_FAILS]
"""
import json
import sys

print("a line that is not an answer")
for line in sys.stdin:
    answer = json.loads(line)
    answer.update(engine=sys.argv[1], version="1", device="none", runs=1)
    if sys.argv[3:] == [answer["precision"]]:
        answer["error"] = "made to fail"
    else:
        time = float(sys.argv[2]) * answer["batch"]
        answer.update(median_ms=time, p10_ms=time, p90_ms=time)
    print(json.dumps(answer), flush=True)

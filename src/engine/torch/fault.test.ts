import { expect, it } from "vitest";
import { TemperError } from "../../core/error.ts";
import { engineLost, isEngineLost } from "../engine-lost.ts";
import { groupEnded, lastWords } from "./fault.ts";

/** The end of what torchrun writes when a rank was killed. */
const report = `
E1130 09:00:00 [...] failed (exitcode: -9) local_rank: 1 (pid: 4711) of binary: python
Traceback (most recent call last):
  File "run.py", line 940, in <module>
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
============================================================
temper_torch.worker FAILED
------------------------------------------------------------
Failures:
  <NO_OTHER_FAILURES>
------------------------------------------------------------
Root Cause (first observed failure):
[0]:
  time      : 2026-11-30_09:00:00
  rank      : 1 (local_rank: 1)
  exitcode  : -9 (pid: 4711)
  error_file: <N/A>
  traceback : Signal 9 (SIGKILL) received by PID 4711
============================================================
`;

it("names the rank that failed first, and what may have killed it", () => {
	const error = groupEnded(
		{ code: 1, signal: null, stderr: `RuntimeError: out of luck\n${report}` },
		"during step",
	);
	expect(error.message).toBe(
		"PyTorch processes: expected all of them alive during step, found rank 1 was ended by signal 9; last message: RuntimeError: out of luck. The system ends a process in this way if memory runs out: lower batch.tokens if it happens again.",
	);
});

it("does not take what a killed process wrote before for a reason", () => {
	const killed = { code: null, signal: "SIGKILL", stderr: "all is well\n" };
	expect(groupEnded(killed, "during step").found).toBe(
		"the first one was ended by SIGKILL",
	);
});

it("finds the exception among what several ranks wrote", () => {
	expect(
		lastWords("[rank0]: x\n[rank1]: torch.OutOfMemoryError: CUDA\n\nnoise\n"),
	).toBe("torch.OutOfMemoryError: CUDA");
	expect(lastWords("one\ntwo\n \n")).toBe("two");
	expect(lastWords("one\nload:  0%|   | 0/2\rload: 100%|##| 2/2\n")).toBe(
		"one",
	);
	expect(lastWords("")).toBe(null);
});

it("is told from other errors, in whatever it is wrapped", () => {
	const parts = { where: "a", expected: "b", found: "c" };
	const lost = engineLost(parts);
	expect(isEngineLost(lost)).toBe(true);
	expect(isEngineLost(new Error("x", { cause: lost }))).toBe(true);
	expect(isEngineLost(new TemperError("device", parts))).toBe(false);
});

import { describe, expect, it } from "vitest";
import { TemperError } from "../../core/error.ts";
import { engineLost, isEngineLost } from "../engine-lost.ts";
import { type Ending, groupEnded, lastWords } from "./fault.ts";

const ending = (parts: Partial<Ending>): Ending => ({
	...{ code: 1, signal: null, stderr: "", raised: null },
	...parts,
});

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
		ending({ stderr: `RuntimeError: out of luck\n${report}` }),
		"during step",
	);
	expect(isEngineLost(error)).toBe(true);
	expect(error.message).toBe(
		"PyTorch processes: expected all of them alive during step, found rank 1 was ended by signal 9; last message: RuntimeError: out of luck. The system ends a process in this way if memory runs out: lower batch.tokens if it happens again.",
	);
});

it("does not take what a killed process wrote before for a reason", () => {
	const stderr = "all is well\n";
	const killed = ending({ code: null, signal: "SIGKILL", stderr });
	expect(groupEnded(killed, "during step").found).toBe(
		"the first one was ended by SIGKILL",
	);
});

const gloo =
	"RuntimeError: [/pytorch/gloo/transport/tcp/pair.cc:547] Connection closed by peer";
/** What torchrun reports of a rank that raised, after which it ended the other one. */
const ended = report
	.replaceAll("-9", "1")
	.replace("FAILURES>", "FAILURES>\n  exitcode  : -15 (pid: 4712)");

describe("an exception that a rank raised", () => {
	const raised = "temper_torch raised KeyError: 'x'\n";

	it("is the end, whatever the other ranks met then", () => {
		for (const stderr of [
			`${raised}${gloo}\n${ended}`,
			`${gloo}\n${raised}temper_torch raised ValueError: later\n${ended}`,
		]) {
			const error = groupEnded(
				ending({ stderr, raised: "RuntimeError: it stopped" }),
				"during step",
			);
			expect(error.message).toBe(
				"PyTorch processes, during step: expected no exception, found KeyError: 'x'.",
			);
			expect(isEngineLost(error)).toBe(false);
		}
	});

	it("may reach the driver in the answer alone", () => {
		const error = groupEnded(
			ending({ raised: "torch.OutOfMemoryError: CUDA out of memory" }),
			"during step",
		);
		expect(error).toMatchObject({ code: "device", expected: "enough memory" });
		expect(isEngineLost(error)).toBe(false);
	});

	it("may come before ranks answer", () => {
		const stderr = `ModuleNotFoundError: No module named 'peft'\n${ended}`;
		const error = groupEnded(ending({ stderr }), "while they start");
		expect(error.message).toContain(
			"alive while they start, found rank 1 ended with exit code 1; last message: ModuleNotFoundError: No module named 'peft'",
		);
		expect(isEngineLost(error)).toBe(false);
	});
});

it.each([
	[
		"a rank that was killed while another raised",
		`temper_torch raised A: b\n${report}`,
	],
	["a rank that misses another", `${gloo}\n${ended}`],
	["a port that was taken", "torch.distributed.DistNetworkError: EADDRINUSE\n"],
	[
		"a signal to torchrun",
		"elastic.api.SignalException: Process 1 got signal: 15\n",
	],
	["no words", ""],
])("%s is a lost engine", (_, stderr) => {
	expect(isEngineLost(groupEnded(ending({ stderr }), "during step"))).toBe(
		true,
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

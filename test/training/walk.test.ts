import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** Files and functions on the stack that `scripts/walk.ts` counts up to the runtime. */
function walk(scenario: string): { files: string[]; stack: string[] } {
	const args = ["--import", "tsx", "--conditions=source", "scripts/walk.ts"];
	const out = execFileSync(process.execPath, [...args, scenario], {
		encoding: "utf8",
	});
	const [first = ""] = out.split("the whole step:");
	const [files = "", stack = ""] = first.split(/^stack: .*$/m);
	const entries = (text: string) =>
		text.split("\n").filter((line) => line.startsWith("  "));
	return { files: entries(files), stack: entries(stack) };
}

test.each(["step", "step-dpo"])(
	"between the loop and the runtime, %s runs few files and functions",
	(scenario) => {
		const { files, stack } = walk(scenario);
		expect(stack.map((frame) => frame.trim().split(" ")[0])).toEqual([
			"OnnxSession.run",
			"Stepper.#run",
			"Stepper.run",
			"one",
			"sideBySide",
			"GraphLearner.step",
			"takeStep",
		]);
		expect(files).toContain("  engine/onnx/stepper.ts");
		expect(files.length, files.join()).toBeLessThanOrEqual(20);
	},
);

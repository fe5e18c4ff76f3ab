import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { answerOf } from "../../rewards/testing/answer.ts";
import { testFolder } from "../testing/task-folder.ts";
import { openCommand } from "./command.ts";

/** A scorer that runs this program in Node. */
async function open(program: string, timeLimit = 5) {
	const folder = testFolder();
	writeFileSync(join(folder, "scorer.mjs"), program);
	const run = [process.execPath, "scorer.mjs"];
	const scorer = await openCommand({ kind: "command", run, folder, timeLimit });
	onTestFinished(() => scorer.dispose());
	const score = (completion: string) =>
		scorer.score({
			...{ ...answerOf(completion), conversation: "", baseAnswer: null },
		});
	return { score, folder, scorer };
}

const lines = `import { createInterface } from "node:readline";
const lines = createInterface({ input: process.stdin });`;

describe("a program as a scorer", () => {
	it("takes a number or an object, in one process", async () => {
		const { score } = await open(`${lines}
let count = 0;
for await (const line of lines) {
	const { completion } = JSON.parse(line);
	count++;
	console.log(completion === "object" ? JSON.stringify({ score: count / 10 }) : count);
}`);
		expect(await score("number")).toBe(1);
		expect(await score("object")).toBe(0.2);
		expect(await score("number")).toBe(3);
	});

	it("says why there is no score, and goes on with the next answer", async () => {
		const { score } = await open(
			`${lines}
for await (const line of lines) {
	const { completion } = JSON.parse(line);
	if (completion === "hang") for (;;);
	if (completion === "crash") { console.error("Error: out of ideas"); process["exit"](7); }
	if (completion === "endless") process.stdout.write("x".repeat(3 << 20));
	else console.log(completion === "rubbish" ? "as good as it gets" : "0.5");
}`,
			5,
		);
		await expect(score("rubbish")).rejects.toThrow(
			/a line with a number.*as good as it gets/,
		);
		expect(await score("a")).toBe(0.5);
		await expect(score("crash")).rejects.toThrow(
			/it ended \(7\): Error: out of ideas/,
		);
		expect(await score("b")).toBe(0.5);
		await expect(score("hang")).rejects.toThrow(/it said nothing within 5 s/);
		expect(await score("c")).toBe(0.5);
		await expect(score("endless")).rejects.toThrow(/a line without end/);
		expect(await score("d")).toBe(0.5);
	});

	it("may end after each answer, with or without a line break", async () => {
		const { score } = await open(`process.stdin.once("data", (line) => {
	process.stdout.write(String(JSON.parse(line).completion.length));
	process.exitCode = 0;
	process.stdin.destroy();
});`);
		expect(await score("a")).toBe(1);
		expect(await score("bb")).toBe(2);
		expect(await score("ccc")).toBe(3);
	});

	it("ends with what it started, when it is closed", async () => {
		const { score, folder, scorer } =
			await open(`import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
${lines}
const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
writeFileSync("child", String(child.pid));
for await (const line of lines) console.log(1);`);
		expect(await score("a")).toBe(1);
		expect(existsSync(join(folder, "child"))).toBe(true);
		const pid = Number(readFileSync(join(folder, "child"), "utf8"));
		await scorer.dispose();
		await expect.poll(() => alive(pid)).toBe(false);
	});

	it("refuses a program that is not there", async () => {
		const spec = {
			kind: "command",
			timeLimit: 1,
			folder: testFolder(),
		} as const;
		await expect(
			openCommand({ ...spec, run: ["no-such-program-1"] }),
		).rejects.toThrow(
			/scorer command no-such-program-1: expected a program that can be started, found no such program/,
		);
	});
});

/** A process that has ended and is waited for by nobody counts as ended. */
function alive(pid: number): boolean {
	try {
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
	} catch {
		return false;
	}
}

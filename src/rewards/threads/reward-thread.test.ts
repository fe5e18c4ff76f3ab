import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { answerOf } from "../testing/answer.ts";
import { RewardThread, type ThreadTask, usualLimits } from "./reward-thread.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-reward-"));
afterAll(() => rmSync(folder, { recursive: true }));

const opened: RewardThread[] = [];
afterEach(async () => {
	for (const thread of opened.splice(0)) await thread.dispose();
});

async function open(task: ThreadTask, limits = {}): Promise<RewardThread> {
	const thread = await RewardThread.open("mine", task, {
		...usualLimits,
		...limits,
	});
	opened.push(thread);
	return thread;
}

let files = 0;

function moduleTask(source: string, ending = ".mjs", name = "default") {
	const path = join(folder, `reward-${files++}${ending}`);
	writeFileSync(path, source);
	const common = { name: null, weight: 1, timeLimit: 10 };
	return { kind: "module", path, export: name, ...common } as const;
}

function faultOf(promise: Promise<unknown>): Promise<TemperError> {
	return promise.then(
		() => expect.unreachable(),
		(error: TemperError) => {
			expect(error).toBeInstanceOf(TemperError);
			expect(error.message).not.toContain("\n");
			return error;
		},
	);
}

test("a module's function, one call after the other, sees all of the answer", async () => {
	const thread = await open(
		moduleTask(`let calls = 0;
export default async ({ id, prompt, completion, answer, row }) => {
	const call = ++calls;
	await new Promise((resolve) => setTimeout(resolve, 5));
	if (call !== calls) throw new Error("two at once");
	return id === "rows.jsonl:3" && prompt.includes("6") && answer === "42" ? row.points + completion.length : -1;
};`),
	);
	const answer = {
		answer: "42",
		row: { points: 10, nested: { a: [1, null] } },
	};
	const scores = ["a", "bb", "ccc"].map((text) =>
		thread.score(answerOf(text, answer)),
	);
	expect(await Promise.all(scores)).toEqual([11, 12, 13]);
});

test("a typed module with types of its own, imports beside it and several exports", async () => {
	writeFileSync(
		join(folder, "points.ts"),
		"export const points: number = 5;\nexport interface Points { value: number }\n",
	);
	const source = `import type { AnswerToJudge } from "temper-lm";
import { points, type Points } from "./points.ts";
const value = await Promise.resolve<Points>({ value: points });
export const terms: string[] = [];
export function generous(answer: AnswerToJudge): number {
	return value.value as number + answer.completion.length;
}
export default (): number => 0;
`;
	const thread = await open(moduleTask(source, ".ts", "generous"));
	expect(await thread.score(answerOf("42"))).toBe(7);
});

test("what a module throws or gives is an error that names row and reward, and the next call goes on", async () => {
	const thread = await open(
		moduleTask(`export default ({ completion }) => {
	if (completion === "throw") throw new TypeError("not today");
	if (completion === "nan") return 0 / 0;
	if (completion === "function") return () => 1;
	return 1;
}`),
	);
	const where = "rows.jsonl:3, reward mine: expected a finite number, found ";
	for (const [completion, found] of [
		["throw", "the error not today."],
		["nan", "NaN."],
		["function", "a function."],
	] as const) {
		const error = await faultOf(thread.score(answerOf(completion)));
		expect(error).toMatchObject({ code: "data", message: where + found });
		expect(await thread.score(answerOf("ok"))).toBe(1);
	}
	const row = { method: () => 1 };
	const error = await faultOf(thread.score(answerOf("", { row })));
	expect(error.message).toContain("could not be cloned");
});

test("an endless loop, an open promise, and a thread that ends cost one call, and the next one goes on", async () => {
	const thread = await open(
		moduleTask(`export default ({ completion }) => {
	if (completion === "loop") for (;;);
	if (completion === "wait") return new Promise(() => {});
	if (completion === "exit") process["exit"](0);
	return 1;
}`),
		{ call: 1000 },
	);
	for (const [completion, found] of [
		["loop", "nothing within 1 s"],
		["wait", "nothing within 1 s"],
		["exit", "that it ended its thread"],
	] as const) {
		const failed = faultOf(thread.score(answerOf(completion)));
		const next = thread.score(answerOf("ok"));
		expect(await failed).toMatchObject({
			code: "data",
			where: "rows.jsonl:3, reward mine",
			found,
		});
		expect(await next).toBe(1);
	}
});

test("what fails between two calls does not reach this process", async () => {
	const thread = await open(
		moduleTask(`export default () => {
	setTimeout(() => { throw new Error("later"); }, 1);
	return 1;
}`),
	);
	expect(await thread.score(answerOf("a"))).toBe(1);
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(await thread.score(answerOf("b"))).toBe(1);
});

test("memory has its bound", async () => {
	const thread = await open(
		moduleTask(
			"const all = []; export default () => { for (;;) all.push(new Array(1e5).fill(all.length + 0.5)); };",
		),
		{ heap: 96 },
	);
	const error = await faultOf(thread.score(answerOf("")));
	expect(error.found).toContain("memory limit");
});

test("a pattern that takes for ever ends in time", async () => {
	const common = { name: null, weight: 1, match: true, flags: "" };
	const thread = await open(
		{ kind: "regex", pattern: "^(a+)+$", ...common },
		{ call: 1000 },
	);
	expect(await thread.score(answerOf("aaaa"))).toBe(1);
	const error = await faultOf(thread.score(answerOf(`${"a".repeat(60)}!`)));
	expect(error.found).toBe("nothing within 1 s");
	expect(await thread.score(answerOf("b"))).toBe(0);
});

test("so does a schema's", async () => {
	const schema = { type: "string", pattern: "^(a+)+$" };
	const thread = await open(
		{ kind: "json-schema", schema, name: null, weight: 1 },
		{ call: 1000 },
	);
	expect(await thread.score(answerOf('"aaaa"'))).toBe(1);
	const error = await faultOf(thread.score(answerOf(`"${"a".repeat(60)}!"`)));
	expect(error.found).toBe("nothing within 1 s");
});

test("a module that cannot be used, or never loads, is refused", async () => {
	const task = moduleTask("export default 42;");
	expect(await faultOf(open(task))).toMatchObject({
		code: "recipe",
		message: `reward mine, ${task.path}: expected a function exported as default, found a number.`,
	});
	const loop = moduleTask("for (;;);");
	expect(await faultOf(open(loop, { start: 300 }))).toMatchObject({
		code: "recipe",
		message:
			"reward mine: expected a reward that starts, found nothing within 0.3 s.",
	});
});

test("disposing ends the call under way and those that wait", async () => {
	const thread = await open(moduleTask("export default () => { for (;;); };"));
	const calls = [thread.score(answerOf("1")), thread.score(answerOf("2"))];
	const faults = calls.map(faultOf);
	await new Promise((resolve) => setTimeout(resolve, 50));
	await thread.dispose();
	for (const error of await Promise.all(faults))
		expect(error.found).toBe("that it was closed");
});

test("a thread that nobody disposed of lets the process end, and prints nothing into its output", () => {
	const { path } = moduleTask(
		'export default () => { console.log("from the module"); return 1; };',
	);
	const program = join(folder, "program.mts");
	const thread = new URL("./reward-thread.ts", import.meta.url);
	writeFileSync(
		program,
		`import { RewardThread } from ${JSON.stringify(thread)};
const task = ${JSON.stringify({ kind: "module", path, export: "default" })};
const reward = await RewardThread.open("mine", task as never);
const answer = { id: "a", prompt: "", completion: "", answer: null, row: {} };
console.log(await reward.score(answer));
`,
	);
	const tsx = new URL(
		"../../../node_modules/tsx/dist/cli.mjs",
		import.meta.url,
	);
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[fileURLToPath(tsx), program],
		{ encoding: "utf8", timeout: 25_000 },
	);
	expect({ status, stdout }).toEqual({ status: 0, stdout: "1\n" });
	// A process that ends does not wait for what its threads have still to say.
	expect(["", "from the module\n"]).toContain(stderr);
});

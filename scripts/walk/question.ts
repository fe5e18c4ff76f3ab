import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { evaluateTask } from "../../src/eval/evaluate-task.ts";
import { ModelResponder } from "../../src/eval/model/model-responder.ts";
import { readTask } from "../../src/eval/task/read-task.ts";
import { OnnxSession } from "../../src/runtime/onnx-session.ts";
import type { Walk, Walker } from "./walk.ts";

const task = {
	...{ name: "captain", version: 1, rows: "rows.jsonl", axis: "target" },
	scorer: { kind: "regex", pattern: ", captain\\.$" },
	generate: { maxNewTokens: 8 },
};

const row = { question: "Where does Mira live?", answer: "At sea, captain." };

/** A task of one question, answered in text and scored. It is asked twice, and walked the second time: all is open then. */
export async function walkQuestion(
	walker: Walker,
	folder: string,
): Promise<Record<string, Walk>> {
	await writeFile(join(folder, "rows.jsonl"), `${JSON.stringify(row)}\n`);
	const path = join(folder, "captain.task.json");
	await writeFile(path, JSON.stringify(task));
	const read = readTask(path);
	const { run } = OnnxSession.prototype;
	OnnxSession.prototype.run = function (feeds, into) {
		walker.noteStack(/evaluateTask/);
		return run.call(this, feeds, into);
	};
	const subject = { name: "toy", model: "models/toy", adapter: null };
	const responder = await ModelResponder.open(
		{ ...subject, base: null },
		{
			device: { device: "cpu", threads: 1 },
			...{ batchRows: 1, tokens: 512, signal: null },
		},
	);
	const ask = async () => {
		const options = { base: null, signal: null };
		for await (const _ of evaluateTask(responder, read, options));
	};
	await ask();
	walker.begin();
	await ask();
	const walk = walker.soFar();
	await responder.dispose();
	return { "a question": walk };
}

import { expect, it } from "vitest";
import { evaluateTask } from "../evaluate-task.ts";
import { respondWith } from "../function-responder.ts";
import { taskOver } from "../testing/task-folder.ts";

const options = ["mast", "keel", "sail", "helm"];
const rows = Array.from({ length: 6 }, (_, i) => ({
	question: `Part ${i}?`,
	options,
	gold: 2,
}));

/** Chooses the letter under which the prompt lists `wanted`. */
const lister = (wanted: string) =>
	respondWith("lister", ({ prompt }) => {
		const line = prompt.split("\n").find((one) => one.endsWith(`. ${wanted}`));
		return line?.[0] ?? null;
	});

async function itemsOf(list: "given" | "shuffled") {
	const scorer = { kind: "choice", by: "letter", list };
	const task = taskOver(rows, { scorer });
	const how = { base: null, signal: null };
	for await (const event of evaluateTask(lister("keel"), task, how))
		if (event.kind === "result") return event.result.items;
	return [];
}

it.each(["given", "shuffled"] as const)(
	"scores of options are in the order of the row if the list is %s",
	async (list) => {
		const items = await itemsOf(list);
		expect(items).toHaveLength(6);
		for (const { options } of items) {
			expect(options?.gold).toBe(2);
			expect(options?.scores.map(({ logProb }) => logProb === 0)).toEqual([
				false,
				true,
				false,
				false,
			]);
			expect(options?.listed.toSorted()).toEqual([0, 1, 2, 3]);
		}
		const orders = new Set(items.map(({ options }) => options?.listed.join()));
		expect(orders.size > 1).toBe(list === "shuffled");
	},
);

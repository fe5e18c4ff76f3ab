import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Played } from "./play.ts";
import type { Work } from "./worker.ts";

const worker = fileURLToPath(new URL("./worker.ts", import.meta.url));

function answerOf(child: ChildProcess, work: Work): Promise<Played[]> {
	return new Promise((resolve, reject) => {
		const end = () => reject(new Error(`the worker ended at ${work.truth}`));
		child.once("exit", end);
		child.once("message", (played) => {
			child.off("exit", end);
			resolve(played as Played[]);
		});
		child.send(work);
	});
}

/** All work in so many processes, until it is late; results in the order of the work. */
export async function playAll(
	works: readonly Work[],
	processes: number,
	isLate: () => boolean,
	tell: (work: Work) => void,
): Promise<Played[]> {
	const results: Played[][] = [];
	let next = 0;
	await Promise.all(
		Array.from({ length: processes }, async () => {
			const child = fork(worker);
			try {
				for (let i = next++; i < works.length && !isLate(); i = next++) {
					const work = works[i];
					if (!work) continue;
					results[i] = await answerOf(child, work);
					tell(work);
				}
			} finally {
				child.kill();
			}
		}),
	);
	return results.flat();
}

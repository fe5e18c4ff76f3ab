import os from "node:os";
import { Worker } from "node:worker_threads";

/** Seconds that all processors of the machine have been busy since it started. */
export function busySeconds(): number {
	const ticks = os.cpus().map(({ times }) => times);
	return (
		ticks.reduce((sum, t) => sum + t.user + t.sys + t.nice + t.irq, 0) / 1000
	);
}

const answering = `
const { workerData } = require("node:worker_threads");
const word = new Int32Array(workerData);
Atomics.store(word, 0, 0);
for (let seen = 0; seen >= 0; seen = Atomics.load(word, 0))
	if (seen % 2 === 1) Atomics.store(word, 0, seen + 1);
`;

/**
 * Nanoseconds in which a word of memory goes from one thread to another and back: the shortest of a few times. A hypervisor may move
 * virtual processors to places that share no cache, which slows threads that work on the same data several times over.
 */
export function roundTrip(): number {
	const [times, trips] = [20, 2000];
	const memory = new SharedArrayBuffer(4);
	const word = new Int32Array(memory).fill(2);
	new Worker(answering, { eval: true, workerData: memory }).unref();
	while (Atomics.load(word, 0) !== 0);
	let best = Number.POSITIVE_INFINITY;
	let said = 0;
	for (let i = 0; i < times; i++) {
		const began = performance.now();
		for (let k = 0; k < trips; k++) {
			Atomics.store(word, 0, said + 1);
			said += 2;
			while (Atomics.load(word, 0) !== said);
		}
		best = Math.min(best, performance.now() - began);
	}
	Atomics.store(word, 0, -1);
	return (1e6 * best) / trips;
}

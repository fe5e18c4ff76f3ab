import { expect, it } from "vitest";
import { sessionsFor } from "./sessions-for.ts";

const cpu = (threads: number, sessions?: number) => ({
	...({ device: "cpu", threads } as const),
	...(sessions !== undefined && { sessions }),
});

it("as many as there are threads, up to the most that pay", () => {
	const counts = [1, 2, 3, 4, 16].map((threads) =>
		sessionsFor(cpu(threads), { bytes: 1e6, most: 4 }),
	);
	expect(counts).toEqual([1, 2, 3, 4, 4]);
	expect(sessionsFor(cpu(16), { bytes: 1e6, most: 2 })).toBe(2);
});

it("copies beyond the first take at most 1 GiB together", () => {
	const counts = [3, 2, 1].map((copies) =>
		[0, 1].map((more) =>
			sessionsFor(cpu(16), {
				bytes: Math.floor(2 ** 30 / copies) + more,
				most: 4,
			}),
		),
	);
	expect(counts).toEqual([
		[4, 3],
		[3, 2],
		[2, 1],
	]);
});

it("a chosen number counts, up to one for each thread", () => {
	const large = { bytes: 2 ** 32, most: 2 };
	expect(sessionsFor(cpu(4, 3), large)).toBe(3);
	expect(sessionsFor(cpu(4, 9), large)).toBe(4);
	expect(sessionsFor(cpu(4, 1), { bytes: 1e6, most: 4 })).toBe(1);
});

it("other devices and given sessions have one", () => {
	const small = { bytes: 1e6, most: 4 };
	expect(sessionsFor({ device: "webgpu", threads: null }, small)).toBe(1);
	const open = async () => {
		throw new Error("unused");
	};
	expect(sessionsFor({ open }, small)).toBe(1);
});

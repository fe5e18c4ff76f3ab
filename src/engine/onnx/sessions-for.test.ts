import { expect, it } from "vitest";
import type { Model } from "../../models/model.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import type { Backend } from "../../runtime/open-session.ts";
import { sessionsFor } from "./sessions-for.ts";

/** A model of so many millions of weights in linear layers. */
const model = (millions: number) =>
	({
		architecture: {
			linears: [{ path: "l", inFeatures: 1000, outFeatures: 1000 * millions }],
		},
	}) as unknown as Model;
const lora = { kind: "lora" } as GraphOptions["tuning"];
const sessions = (
	millions: number,
	precision: GraphOptions["precision"],
	backend: Backend,
	tuning = lora,
) => sessionsFor("training", model(millions), { tuning, precision }, backend);
const cpu = (threads: number) => ({ device: "cpu", threads }) as const;

it("adapters of a small model are trained in two sessions, if there are two threads", () => {
	expect(sessions(106, "int8", cpu(2))).toBe(2);
	expect(sessions(106, "int8", cpu(16))).toBe(2);
	expect(sessions(106, "int8", cpu(1))).toBe(1);
});

it("a second copy of the weights may take 700 MB", () => {
	expect(sessions(340, "int8", cpu(2))).toBe(2);
	expect(sessions(360, "int8", cpu(2))).toBe(1);
	expect(sessions(1110, "int4", cpu(2))).toBe(2);
	expect(sessions(1130, "int4", cpu(2))).toBe(1);
	expect(sessions(106, "mixed", cpu(2))).toBe(2);
	expect(sessions(106, "float32", cpu(2))).toBe(1);
	expect(sessions(4, "float32", cpu(2))).toBe(2);
});

it("scoring reads each weight once", () => {
	const of = (millions: number) =>
		sessionsFor(
			"scoring",
			model(millions),
			{ tuning: { kind: "none" }, precision: "float32" },
			cpu(2),
		);
	expect(of(170)).toBe(2);
	expect(of(180)).toBe(1);
});

it("a chosen number counts, up to one for each thread, where weights are frozen", () => {
	const chosen = (count: number) => ({ ...cpu(4), sessions: count });
	expect(sessions(106, "int8", chosen(1))).toBe(1);
	expect(sessions(1500, "int8", chosen(2))).toBe(2);
	expect(sessions(106, "int8", chosen(9))).toBe(4);
	expect(sessions(106, "int8", chosen(2), { kind: "full" })).toBe(1);
});

it("whole models, other devices and given sessions have one", () => {
	expect(sessions(4, "float32", cpu(2), { kind: "full" })).toBe(1);
	expect(sessions(4, "int8", { device: "webgpu", threads: null })).toBe(1);
	const open = async () => {
		throw new Error("unused");
	};
	expect(sessions(4, "int8", { open })).toBe(1);
});

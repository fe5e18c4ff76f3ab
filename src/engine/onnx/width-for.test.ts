import { expect, it } from "vitest";
import type { Model } from "../../models/model.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import type { Backend } from "../../runtime/open-session.ts";
import { widthFor } from "./width-for.ts";

/** A model of so many millions of weights in linear layers and its head, which has 28 million. */
const model = (millions: number) =>
	({
		architecture: {
			linears: [
				{ path: "l", inFeatures: 1000, outFeatures: 1000 * (millions - 28) },
			],
			...{ vocabSize: 28_000, hiddenSize: 1000 },
		},
	}) as unknown as Model;
const lora = { kind: "lora" } as GraphOptions["tuning"];
const width = (
	millions: number,
	precision: GraphOptions["precision"],
	backend: Backend,
	tuning = lora,
) => widthFor("backward", model(millions), { tuning, precision }, backend);
const cpu = (threads: number) => ({ device: "cpu", threads }) as const;

it("adapters of a small model are trained in two sessions, if there are two threads", () => {
	expect(width(135, "int8", cpu(2))).toBe(2);
	expect(width(135, "int8", cpu(16))).toBe(2);
	expect(width(135, "int8", cpu(1))).toBe(1);
});

it("a second copy of the weights may take 1 GiB", () => {
	expect(width(530, "int8", cpu(2))).toBe(2);
	expect(width(540, "int8", cpu(2))).toBe(1);
	expect(width(1650, "int4", cpu(2))).toBe(2);
	expect(width(1750, "int4", cpu(2))).toBe(1);
	expect(width(135, "mixed", cpu(2))).toBe(2);
	expect(width(135, "float32", cpu(2))).toBe(1);
	expect(width(30, "float32", cpu(2))).toBe(2);
});

it("scoring reads each weight once", () => {
	const of = (millions: number) =>
		widthFor(
			"forward",
			model(millions),
			{ tuning: { kind: "none" }, precision: "float32" },
			cpu(2),
		);
	expect(of(265)).toBe(2);
	expect(of(270)).toBe(1);
});

it("a chosen number counts where weights are frozen", () => {
	const chosen = (sessions: number) => ({ ...cpu(4), sessions });
	expect(width(135, "int8", chosen(1))).toBe(1);
	expect(width(1500, "int8", chosen(3))).toBe(3);
	expect(width(135, "int8", chosen(2), { kind: "full" })).toBe(1);
});

it("whole models have one", () => {
	expect(width(30, "float32", cpu(2), { kind: "full" })).toBe(1);
});

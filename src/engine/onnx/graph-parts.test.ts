import { expect, it } from "vitest";
import {
	randomModel,
	smallConfigs,
} from "../../generate/testing/random-model.ts";
import { DividedDecoder } from "../../generate/threads/divided-decoder.ts";
import { deviceOf } from "../../runtime/device.ts";
import { graphParts } from "./graph-parts.ts";

it.each([
	[2, true],
	[1, false],
])(
	"a recipe's number of sessions reaches generation: %i",
	async (sessions, divides) => {
		const recipe = { kind: "cpu", threads: 2, sessions } as const;
		const decoders = await graphParts(deviceOf(recipe)).decoders({
			model: await randomModel(Object.values(smallConfigs)[0]!),
			...{ tuning: { kind: "none" }, precision: "float32" },
		});
		expect(decoders.decoder(null) instanceof DividedDecoder).toBe(divides);
		await decoders.dispose();
	},
);

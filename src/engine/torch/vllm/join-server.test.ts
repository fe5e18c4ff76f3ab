import { afterEach, expect, it } from "vitest";
import { joinServer } from "./join-server.ts";
import { type FakeOptions, openFakeVllm } from "./testing/fake-vllm.ts";

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

const text = "2 + 2 = 4";
const probe = { text, ids: [...Buffer.from(text)] };

async function join(
	served: FakeOptions,
	{
		name = null,
		key = null,
	}: { name?: string | null; key?: string | null } = {},
	ids = probe.ids,
) {
	const { address, close } = await openFakeVllm(served);
	closing.push(close);
	const server = await joinServer({
		...{ address, key, name, model: "models/small" },
		probe: { text, ids },
	});
	return { address, server };
}

it.each([
	["its folder", { model: "any", root: `${process.cwd()}/models/small` }],
	["the name of its folder", { model: "any", root: "/elsewhere/small" }],
	["a repository that is called as its folder", { model: "team/small" }],
])("a server is known by %s", async (_, served) => {
	const { server } = await join(served);
	expect(server).toMatchObject({ model: served.model, window: 64 });
});

it("the name that a recipe gives counts before all others", async () => {
	const { server } = await join(
		{ model: "production" },
		{ name: "production" },
	);
	expect(server.model).toBe("production");
	await expect(join({ model: "team/small" }, { name: "x" })).rejects.toThrow(
		/expected a server of x, found one of team\/small/,
	);
});

it("a server of another model is refused by its name", async () => {
	await expect(join({ model: "team/Large-70B" })).rejects.toThrow(
		/engine.sampler.address http:\S+: expected a server of models\/small, found one of team\/Large-70B. If this is the same model under another name, name it in engine.sampler.name./,
	);
});

it("a server with another tokenizer is refused", async () => {
	const joined = join({ model: "small" }, {}, [...probe.ids, 0]);
	await expect(joined).rejects.toThrow(
		/expected the tokenizer of the recipe's model, found one that splits "2 \+ 2 = 4" in another way/,
	);
});

it("a server that asks for a key is told it, or its variable is named", async () => {
	const served = { model: "small", key: "secret" };
	await join(served, { key: "secret" });
	await expect(join(served)).rejects.toThrow(
		/found status 401: Unauthorized. Put its key into the variable VLLM_API_KEY./,
	);
});

it("an address where nothing answers is refused", async () => {
	const { address, close } = await openFakeVllm({ model: "small" });
	close();
	const joined = joinServer({
		...{ address, key: null, name: null, model: "small", probe },
	});
	await expect(joined).rejects.toThrow(
		/expected a vLLM server that is ready, found no answer to a request for \/health/,
	);
});

import {
	cpSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadServices } from "../src/cli/load-services.ts";
import { runCli } from "../src/cli/program.ts";
import type { Services } from "../src/cli/services.ts";
import { fakeContext } from "../src/cli/testing/fake-context.ts";
import { parrot } from "../src/cli/testing/parrot.ts";
import { openTokenizer } from "../src/text/tokenizer/open-tokenizer.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Tells the day, and a mood unless it is switched off. */
const source = `{%- set day = strftime_now("%d %b %Y") %}
{%- for m in messages %}{{ '<|im_start|>' + m.role + '\\n' }}{% if loop.first %}{{ day }}{% if mood is defined %}{{ ', ' + mood }}{% endif %}{{ ': ' }}{% endif %}{{ m.content + '<|im_end|>\\n' }}{% endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`;

const model = join(folder, "model");
cpSync("models/toy", model, { recursive: true });
writeFileSync(join(model, "chat_template.jinja"), source);
const rows = join(folder, "rows.jsonl");
writeFileSync(
	rows,
	["Who?", "Where?", "What?", "When?"]
		.map((question) => `${JSON.stringify({ question, answer: "Mira." })}\n`)
		.join(""),
);

const services = await loadServices();
const opening = "<|im_start|>user\n31 Mar 2026, merry: ";

async function run(
	argv: string[],
	overrides: Partial<Services> = {},
	input = "",
) {
	const context = fakeContext({ ...services, ...overrides }, input);
	const status = await runCli(argv, context);
	const [out, err] = [context.out(), context.err()];
	if (status !== 0) throw new Error(`${argv.join(" ")}: ${out}${err}`);
	return out;
}

/** The prompts that a command gives to the model. */
async function promptsOf(argv: string[], input = "") {
	const prompts: string[] = [];
	const tokenizer = await openTokenizer(model);
	const openDecoder: Services["openDecoder"] = async () =>
		parrot(tokenizer, "hi", prompts);
	await run(argv, { openDecoder }, input);
	return prompts;
}

const set = (...all: string[]) => all.flatMap((one) => ["--set", one]);
const quick = [
	...["train", "--preset", "sft", "--model", model, "--data", rows],
	...set("data.general=null", "data.heldOut=none", "evaluate=never"),
	...set("length.count=2", "batch.rows=4", "precision=float32"),
];
const told = set("data.template.mood=merry", 'data.template.date="2026-03-31"');

test.each([["lora"], ["full"]])(
	"a run of tune %s keeps variables and date for all that ask it",
	async (tune) => {
		const out = join(folder, tune);
		await run([...quick, ...told, ...set(`tune=${tune}`), "--out", out]);
		const ask = ["--run", out, "--prompt", "Who?"];
		const compare = tune === "lora" ? ["--compare"] : [];
		const generated = await promptsOf(["generate", ...ask, ...compare]);
		expect(new Set(generated)).toEqual(
			new Set([`${opening}Who?<|im_end|>\n<|im_start|>assistant\n`]),
		);
		const chatted = await promptsOf(["chat", "--run", out], "Who?\n/exit\n");
		expect(chatted).toEqual(generated.slice(0, 1));

		const exported = join(folder, `${tune}-exported`);
		await run(["export", "--run", out, "--out", exported]);
		const shown = await run(["data", "show", rows, "--model", exported]);
		expect(shown).toContain(opening.replace("\n", "↵\n"));
		const kept = readFileSync(join(exported, "chat_template.jinja"), "utf8");
		expect(kept).toContain(source);

		await expect(
			run(["generate", ...ask, "--template-var", "mood=sad"]),
		).rejects.toThrow(/none of them with --run/);
	},
);

test("without a run the options say the same", async () => {
	const options = ["--template-var", "mood=merry", "--date", "2026-03-31"];
	const given = ["--model", model, ...options];
	const [prompt] = await promptsOf(["generate", "--prompt", "Who?", ...given]);
	expect(prompt).toContain(`${opening}Who?`);
	const [chatted] = await promptsOf(["chat", ...given], "Who?\n/exit\n");
	expect(chatted).toBe(prompt);
	const shown = await run(["data", "show", rows, ...given]);
	expect(shown).toContain(opening.replace("\n", "↵\n"));
	for (const command of ["check", "show"])
		await run(["data", command, rows, ...given]);
	await expect(
		run(["data", "check", rows, "--model", model, "--template-var", "moood=x"]),
	).rejects.toThrow(/a variable that the chat template reads.*\n?.*mood/);
	await expect(
		run(["data", "check", rows, "--model", model, "--date", "today"]),
	).rejects.toThrow(/--date: expected a day as YYYY-MM-DD/);
});

test("a run records the day of a template that asks for one", async () => {
	const out = join(folder, "dated");
	const today = new Date().toISOString().slice(0, 10);
	await run([...quick, "--out", out]);
	const recipe = JSON.parse(readFileSync(join(out, "recipe.json"), "utf8"));
	expect(recipe.data.template.date).toBe(today);
});

import type { Estimate } from "../../stats/estimate.ts";
import type { RewardCard } from "./reward-explanation.ts";

const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
const share = ({ value, low, high }: Estimate) =>
	`${percent(value)} (${percent(low)} to ${percent(high)})`;
const signed = (value: number) => value.toFixed(2).replace(/^-(?=[0.]+$)/, "");
const correlation = (estimate: Estimate | null) =>
	estimate === null
		? "not measured"
		: `${signed(estimate.value)} (${signed(estimate.low)} to ${signed(estimate.high)})`;

/** Text in a cell of a table. */
const cell = (text: string) =>
	text.replaceAll("|", "\\|").replace(/\s+/g, " ").trim();

function table(
	titles: readonly string[],
	rows: readonly (readonly string[])[],
): string[] {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [line(titles), line(titles.map(() => "---")), ...rows.map(line)];
}

/** A reward model's card as Markdown. */
export function cardMarkdown(card: RewardCard): string {
	const { slices, features, leftOut, inputs } = card;
	const options = Object.entries(card.options)
		.map(([name, value]) => `${name} ${JSON.stringify(value)}`)
		.join(", ");
	const lines = [
		"# Reward model card",
		"",
		`Run \`${card.run}\`, ${card.step} optimizer steps on ${card.trained} pairs (${card.heldOut} more are held out), learning rate ${card.learningRate}, seed ${card.seed}${options === "" ? "" : `, ${options}`}. Written by Temper ${card.temper} at ${card.created}.`,
		"",
		"## Data and model",
		"",
		`Base model: \`${card.model}\`.`,
		"",
		...table(
			["input", "bytes", "SHA-256"],
			inputs.map(({ path, bytes, sha256 }) => [
				`\`${cell(path)}\``,
				String(bytes),
				`\`${sha256}\``,
			]),
		),
		"",
		"## Accuracy",
		"",
		card.measuredOn === "held-out"
			? `Measured on ${card.pairs} held-out pairs. Intervals are 95%.`
			: `Measured on the ${card.pairs} training pairs, because none are held out: accuracy on new pairs is lower. Intervals are 95%.`,
		"",
		...table(
			["pairs", "number", "chosen answer gets the higher reward"],
			[
				["all", String(card.pairs), share(card.accuracy)],
				...slices.map(({ by, value, pairs, accuracy }) => [
					cell(`${by}: ${value}`),
					String(pairs),
					share(accuracy),
				]),
			],
		),
		...(leftOut.length === 0
			? []
			: [
					"",
					`Left out, for too few pairs or too many values: ${leftOut.map(cell).join("; ")}.`,
				]),
		"",
		`Rewards have mean ${card.reward.mean.toFixed(3)} and standard deviation ${card.reward.deviation.toFixed(3)}.`,
		"",
		"## Surface features",
		"",
		"Differences between the two answers of a pair. Correlation: Spearman's, of the difference in reward and the difference in the feature, over all pairs, if there are at least four and the feature varies. The other columns count the pairs that differ in the feature. A feature that is rewarded clearly more often than people chose it is a bias of the model and not of the labels.",
		"",
		...table(
			[
				"feature",
				"pairs that differ",
				"correlation",
				"more of it is rewarded",
				"more of it was chosen",
			],
			features.map((one) => [
				one.name,
				String(one.pairs),
				correlation(one.correlation),
				share(one.rewarded),
				share(one.chosen),
			]),
		),
		"",
		"## Limits",
		"",
		"The figures describe pairs like those listed above. They say nothing about other prompts or answers of other models. Rewards are comparable only between answers to one prompt. Correlations do not show what causes a reward; `npx temper-lm data show --run RUN --row N` shows which words change the reward of a given answer.",
		"",
	];
	return lines.join("\n");
}
